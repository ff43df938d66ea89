package dev.backupsync.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * Makes the container image of what {@code mvn package} left in target, without Docker. Without a
 * base it needs no registry either: the image then has the JVM of this build, and nothing else.
 */
public final class BuildImage {
  private final ImageOptions options;
  private final ImageFiles files;

  private BuildImage(ImageOptions options, ImageFiles files) {
    this.options = options;
    this.files = files;
  }

  /** See {@link ImageOptions}. */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.out.println(build(args));
    System.exit(0);
  }

  /** Returns the image's digest. */
  public static String build(String... args) throws IOException, InterruptedException {
    var options = CommandLine.populateCommand(new ImageOptions(), args);
    var files = ImageFiles.in(options.target().resolve("image"));
    return new BuildImage(options, files).build();
  }

  private String build() throws IOException, InterruptedException {
    files.gather(options.target(), options.classes());
    var java = java();
    files.settle();
    var flags = JvmFlags.of(Path.of("bin", "operator.args"));
    var cached = java.isPresent() && cache(java.get(), flags);
    if (!cached) {
      Files.deleteIfExists(files.app(ImageFiles.CLASSES));
      System.out.println("The image has no AOT cache: the operator starts without it, only slower");
    }
    Files.write(files.app(ImageFiles.FLAGS), cached ? withCache(flags) : flags);
    var digest = new Image(options, files).make();
    Files.writeString(options.target().resolve("image.digest"), digest);
    return digest;
  }

  /** False where there is nothing to make it from. */
  private boolean cache(Path java, List<String> flags) throws IOException, InterruptedException {
    var jar = files.app(ImageFiles.JAR);
    var classes = files.app(ImageFiles.CLASSES);
    var cache = files.app(ImageFiles.CACHE);
    if (!options.cache().isEmpty()) {
      Files.copy(Path.of(options.cache()), cache);
    } else if (Files.exists(classes)) {
      AotCache.make(java, flags, jar, classes, cache);
    } else {
      return false;
    }
    AotCache.check(java, flags, jar, cache);
    return true;
  }

  private static List<String> withCache(List<String> flags) {
    return Stream.concat(flags.stream(), Stream.of("AOTCache=/app/" + ImageFiles.CACHE)).toList();
  }

  /** The very JVM that the image has, where it can run here. */
  private Optional<Path> java() throws IOException, InterruptedException {
    if (options.base().isEmpty()) {
      requireOwnPlatform();
      JavaRuntime.make(Path.of(System.getProperty("java.home")), files.runtime());
      var home = files.runtime().resolve(JavaRuntime.HOME);
      return Optional.of(Path.of(Command.program(home, "java")));
    }
    if (!options.baseIsFile() || !options.platforms().equals(ImageOptions.ownPlatform())) {
      return Optional.empty();
    }
    return BaseTar.unpack(Path.of(options.base()), options.target().resolve("image/base")).java();
  }

  private void requireOwnPlatform() {
    if (!options.platforms().equals(ImageOptions.ownPlatform())) {
      throw new IllegalArgumentException(
          "An image for %s needs a base with Java 25 for it: this JVM is for %s"
              .formatted(options.platforms(), ImageOptions.ownPlatform()));
    }
  }
}
