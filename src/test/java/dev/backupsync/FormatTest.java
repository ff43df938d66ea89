package dev.backupsync;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.StringWrapper;
import dev.backupsync.files.GeneratedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Holds every source file to google-java-format; {@code -Dupdate} rewrites them. A test rather than
 * Spotless, which runs inside Maven's own, older JVM, whose parser does not know Java 25.
 */
class FormatTest {
  private static final Path SOURCES = Path.of("src");
  private static final Pattern WILDCARD =
      Pattern.compile("^import (static )?[\\w.]+\\.\\*;", Pattern.MULTILINE);

  private final Formatter formatter = new Formatter();

  @Test
  void everySourceIsFormatted() throws IOException {
    if (GeneratedFile.isUpdating()) {
      for (var source : sources(source -> !isFormatted(source))) {
        Files.writeString(source, formatted(source));
      }
    }

    assertThat(sources(source -> !isFormatted(source)))
        .as("not formatted; run mvn test -Dtest=FormatTest -Dupdate")
        .isEmpty();
  }

  @Test
  void importsAreExplicit() throws IOException {
    assertThat(sources(source -> WILDCARD.matcher(read(source)).find()))
        .as("with a wildcard import")
        .isEmpty();
  }

  private static List<Path> sources(Predicate<Path> which) throws IOException {
    try (var files = Files.walk(SOURCES)) {
      var all = files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
      assertThat(all).isNotEmpty();
      return all.stream().filter(which).toList();
    }
  }

  private boolean isFormatted(Path source) {
    return formatted(source).equals(read(source));
  }

  private String formatted(Path source) {
    try {
      return StringWrapper.wrap(formatter.formatSourceAndFixImports(read(source)), formatter);
    } catch (FormatterException e) {
      throw new IllegalArgumentException(source + " cannot be parsed", e);
    }
  }

  private static String read(Path source) {
    try {
      return Files.readString(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
