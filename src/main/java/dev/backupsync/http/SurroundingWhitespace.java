package dev.backupsync.http;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Detects white space at the start or end of a secret, which editors and shells often add
 * unnoticed. The secret is sent unchanged, because the white space may be intended.
 */
public final class SurroundingWhitespace {
  private SurroundingWhitespace() {}

  /**
   * Advice for users after the secret was refused.
   *
   * @param values by the keys of the Secret
   * @return empty if no value begins or ends with white space
   */
  public static Optional<String> advice(Map<String, String> values) {
    var odd =
        values.entrySet().stream()
            .filter(one -> !one.getValue().equals(one.getValue().strip()))
            .map(one -> "the value of " + one.getKey() + " " + edge(one.getValue()))
            .sorted()
            .collect(Collectors.joining(", "));
    return Optional.of(odd)
        .filter(text -> !text.isEmpty())
        .map(
            text ->
                "In the Secret, "
                    + text
                    + ". If that is not meant, make it without: kubectl create secret generic"
                    + " --from-literal, or echo -n.");
  }

  private static String edge(String value) {
    var ends = !value.equals(value.stripTrailing());
    var blank = ends ? value.charAt(value.length() - 1) : value.charAt(0);
    var what = blank == '\n' || blank == '\r' ? "a line break" : "white space";
    return (ends ? "ends with " : "begins with ") + what;
  }
}
