package dev.backupsync.veeam;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Ids that may be part of a path. They come from spec, status and answers, which are untrusted, and
 * the server's ids are UUIDs: other ids are refused rather than encoded.
 */
final class PlainId {
  private static final Predicate<String> PLAIN =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}").asMatchPredicate();

  private PlainId() {}

  static Optional<String> of(@Nullable String text) {
    return Optional.ofNullable(text).filter(PLAIN);
  }
}
