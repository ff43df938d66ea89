package dev.backupsync.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A root file system with nothing but the JVM of this build: the modules that the operator needs,
 * and the shared libraries that they were linked with here. So an image needs no registry, and what
 * runs in it is what was tested. Linux with glibc only.
 */
final class JavaRuntime {
  /** Where the runtime lies in the image. */
  static final Path HOME = Path.of("opt", "java");

  /**
   * What jdeps finds in the jars, but for java.desktop: of that SnakeYAML, MSAL and Micrometer name
   * classes that the operator does not use. And what one needs to look into a JVM that runs.
   */
  private static final List<String> MODULES =
      List.of(
          "java.base",
          "java.logging",
          "java.management",
          "java.naming",
          "java.net.http",
          "java.security.jgss",
          "java.sql",
          "java.xml",
          "jdk.httpserver",
          "jdk.jcmd",
          "jdk.jfr",
          "jdk.management",
          "jdk.net",
          "jdk.unsupported");

  private static final Pattern LIBRARY = Pattern.compile("(?:=> )?(/\\S+) \\(0x");
  private static final List<String> NAME_SERVICES =
      List.of("libresolv.so.2", "libnss_dns.so.2", "libnss_files.so.2");

  private JavaRuntime() {}

  static void make(Path jdk, Path root) throws IOException, InterruptedException {
    Files.createDirectories(root.resolve(HOME).getParent());
    Command.run(
        Command.program(jdk, "jlink"),
        "--add-modules=" + String.join(",", MODULES),
        "--no-man-pages",
        "--no-header-files",
        "--output=" + root.resolve(HOME));
    for (var library : libraries(root.resolve(HOME))) {
      copy(library, root);
    }
    write(root.resolve("etc/passwd"), "nonroot:x:65532:65532:nonroot:/tmp:/sbin/nologin\n");
    write(root.resolve("etc/group"), "nonroot:x:65532:\n");
    write(root.resolve("etc/nsswitch.conf"), "hosts: files dns\n");
    Files.createDirectories(root.resolve("tmp"));
  }

  /** What the dynamic linker loads for the JVM, and what glibc loads to look up names. */
  private static Set<Path> libraries(Path home) throws IOException, InterruptedException {
    var found = new TreeSet<Path>();
    try (var files = Files.walk(home)) {
      for (var file : files.filter(JavaRuntime::isLinked).toList()) {
        var matcher = LIBRARY.matcher(Command.run("ldd", file.toString()));
        while (matcher.find()) {
          found.add(Path.of(matcher.group(1)));
        }
      }
    }
    found.removeIf(library -> library.startsWith(home.toAbsolutePath()));
    for (var library : List.copyOf(found)) {
      NAME_SERVICES.stream().map(library::resolveSibling).filter(Files::exists).forEach(found::add);
    }
    return found;
  }

  private static boolean isLinked(Path file) {
    var name = file.getFileName().toString();
    return name.endsWith(".so") || (name.equals("java") && Files.isRegularFile(file));
  }

  private static void copy(Path library, Path root) throws IOException {
    var copy = root.resolve(Path.of("/").relativize(library));
    Files.createDirectories(copy.getParent());
    Files.copy(library, copy);
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
