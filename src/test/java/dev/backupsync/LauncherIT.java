package dev.backupsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, and the AOT cache that the build made for it. */
class LauncherIT {
  private static final Path LAUNCHER = Path.of("bin", "backup-sync-operator");
  private static final Path TARGET = Path.of("target");
  private static final String CACHE = "backup-sync-operator.aot";

  @TempDir Path elsewhere;

  private record Result(int exitCode, String output) {}

  @Test
  void theCacheFitsTheJarAndTheFlagsThatItIsUsedWith() throws IOException, InterruptedException {
    var result = run(LAUNCHER, "-XX:AOTMode=on"); // or the JVM would go on without

    assertThat(result.output()).contains("backup-sync-operator 0.");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void theCacheStillFitsInAnotherFolder() throws IOException, InterruptedException {
    move();
    copy(TARGET.resolve(CACHE));

    var result = run(elsewhere.resolve("backup-sync-operator"), "-XX:AOTMode=on");

    assertThat(result.output()).contains("backup-sync-operator 0.");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void aCacheThatDoesNotFitIsToldOfAndLeftAlone() throws IOException, InterruptedException {
    move();
    Files.writeString(elsewhere.resolve(CACHE), "made for another JVM");

    var result = run(elsewhere.resolve("backup-sync-operator"), "");

    assertThat(result.output()).contains("AOT cache").contains("backup-sync-operator 0.");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void withoutACacheItStartsAndSaysSo() throws IOException, InterruptedException {
    move();

    var result = run(elsewhere.resolve("backup-sync-operator"), "");

    assertThat(result.output())
        .contains("there is no AOT cache")
        .contains("backup-sync-operator 0.");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void whatTheUserTellsTheJvmWins() throws IOException, InterruptedException {
    var result = run(LAUNCHER, "-Xmx96m -XX:+PrintFlagsFinal");

    assertThat(result.output()).containsPattern("MaxHeapSize += 100663296");
    assertThat(result.output()).containsPattern("UseSerialGC += true");
  }

  /** As an image would have it: all side by side. */
  private void move() throws IOException {
    copy(LAUNCHER);
    copy(Path.of("bin", "operator.args"));
    copy(TARGET.resolve("backup-sync-operator.jar"));
    Files.createDirectory(elsewhere.resolve("lib"));
    try (var libraries = Files.list(TARGET.resolve("lib"))) {
      for (var library : libraries.toList()) {
        copy(library, elsewhere.resolve("lib").resolve(library.getFileName()));
      }
    }
  }

  private void copy(Path file) throws IOException {
    copy(file, elsewhere.resolve(file.getFileName()));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
  }

  private static Result run(Path launcher, String jvm) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(launcher.toString(), "--version").redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().put("JDK_JAVA_OPTIONS", jvm);
    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }
}
