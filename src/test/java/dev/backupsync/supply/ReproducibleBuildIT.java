package dev.backupsync.supply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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

  @TempDir Path elsewhere;

  @Test
  void aSecondBuildGivesTheSameBytes() throws IOException, InterruptedException {
    for (var source : SOURCES) {
      copy(Path.of(source));
    }

    build();

    for (var product : PRODUCTS) {
      assertThat(hash(Product.of(elsewhere.resolve("target"), product)))
          .as(product)
          .isEqualTo(hash(Product.of(Path.of("target"), product)));
    }
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

  private static String hash(Path file) throws IOException {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
