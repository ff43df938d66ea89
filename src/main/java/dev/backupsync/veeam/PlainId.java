package dev.backupsync.veeam;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Ids that may stand in a path. They come from spec, status and answers, which anyone may have
 * written, and the server's are UUIDs: others are refused rather than encoded.
 */
final class PlainId {
  private static final Predicate<String> PLAIN =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}").asMatchPredicate();

  private PlainId() {}

  static Optional<String> of(@Nullable String text) {
    return Optional.ofNullable(text).filter(PLAIN);
  }
}
