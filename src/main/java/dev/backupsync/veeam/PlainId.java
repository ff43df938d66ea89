package dev.backupsync.veeam;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether an id may be part of a URL's path. Ids come from spec, status and answers, which
 * are untrusted. The server's ids are UUIDs, so ids with other characters are refused rather than
 * encoded.
 */
final class PlainId {
  private static final int LONGEST = 128;

  private PlainId() {}

  static Optional<String> of(@Nullable String text) {
    return Optional.ofNullable(text).filter(PlainId::isPlain);
  }

  /** A letter or a digit, then letters, digits, dots, underscores and hyphens. */
  private static boolean isPlain(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST
        && isLetterOrDigit(text.charAt(0))
        && text.chars().allMatch(c -> isLetterOrDigit(c) || c == '.' || c == '_' || c == '-');
  }

  private static boolean isLetterOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
