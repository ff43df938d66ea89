package dev.backupsync.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The documents of a YAML text, which lines of three dashes separate. */
public final class YamlDocuments {
  private static final Pattern SEPARATOR = Pattern.compile("(?m)^---\\s*$");

  private YamlDocuments() {}

  /** Each document as its text; those without any content are left out. */
  public static Stream<String> of(String text) {
    return SEPARATOR
        .splitAsStream(text)
        .filter(document -> !document.replaceAll("(?m)^\\s*#.*$", "").isBlank());
  }

  public static Stream<String> in(Path file) {
    try {
      return of(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
