package dev.backupsync.supply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.image.BuildImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever builds the same source gets the same bytes, so that a published jar can be checked. Slow,
 * because it really builds once more, in another folder.
 */
class ReproducibleBuildIT {
  private static final List<String> SOURCES = List.of("pom.xml", "src/main");
  private static final List<String> PRODUCTS = List.of("backup-sync-operator.jar", "sbom.json");

  private static final Path IMAGE = Path.of("target", "image");

  @TempDir Path elsewhere;

  @Test
  void aSecondBuildGivesTheSameBytes() throws IOException, InterruptedException {
    for (var source : SOURCES) {
      copy(Path.of(source));
    }

    build();

    for (var product : PRODUCTS) {
      assertThat(Sha256.of(Product.of(elsewhere.resolve("target"), product)))
          .as(product)
          .isEqualTo(Sha256.of(Product.of(Path.of("target"), product)));
    }
    if (Files.exists(IMAGE.resolve("app"))) {
      assertThat(imageOf(elsewhere.resolve("target")))
          .as("image")
          .isEqualTo(Files.readString(Path.of("target", "image.digest")));
    }
  }

  /** With the AOT cache of the first, which no JVM makes twice the same. */
  private static String imageOf(Path target) throws IOException, InterruptedException {
    return BuildImage.build(
        "--target=" + target,
        "--tar=" + target.resolve("image.tar"),
        "--cache=" + IMAGE.resolve("app/backup-sync-operator.aot"),
        "--classes=" + IMAGE.resolve("app/backup-sync-operator.classes"),
        "--revision=" + System.getProperty("image.revision", ""),
        "--version=" + System.getProperty("project.version"),
        "--created=" + System.getProperty("project.created"));
  }

  private void copy(Path source) throws IOException {
    try (var files = Files.walk(source)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var copy = elsewhere.resolve(file);
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  /** With the same local repository; not offline, because then Maven leaves the SBOM out. */
  private void build() throws IOException, InterruptedException {
    var maven =
        new ProcessBuilder(
                Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
                "--batch-mode",
                "--quiet",
                "-Dmaven.repo.local=" + System.getProperty("maven.repo.local"),
                "-Dmaven.test.skip=true",
                "package")
            .directory(elsewhere.toFile())
            .redirectErrorStream(true)
            .start();
    var output = new String(maven.getInputStream().readAllBytes(), UTF_8);
    assertThat(maven.waitFor()).as(output).isZero();
  }
}
