package dev.backupsync.chart;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The chart as it lies in the repository, for a real Helm. */
final class Chart {
  static final Path FOLDER = Path.of("helm", "backup-sync-operator");

  private Chart() {}

  static Helm helm() {
    return new Helm(FOLDER);
  }

  static LintResult lint() {
    return helm().lint().strict().call();
  }

  static String read(String file) {
    try {
      return Files.readString(FOLDER.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file with these values, for the length of the JVM. */
  static Path values(String yaml) {
    try {
      var file = Files.createTempFile("values", ".yaml");
      file.toFile().deleteOnExit();
      return Files.writeString(file, yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
