package dev.backupsync.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a Retry-After header as untrusted input: the wait is limited, invalid text is ignored. */
record RetryAfter(InstantSource clock) {
  static final Duration MAX = Duration.ofHours(24);

  private static final Pattern SECONDS = Pattern.compile("\\d+");

  /** From zero to {@link #MAX}; empty if it is neither seconds nor an HTTP date. */
  Optional<Duration> read(String header) {
    var text = header.strip();
    if (SECONDS.matcher(text).matches()) {
      return Optional.of(
          text.length() > 9 ? MAX : bounded(Duration.ofSeconds(Long.parseLong(text))));
    }
    try {
      var date = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
      return Optional.of(bounded(Duration.between(clock.instant(), date)));
    } catch (DateTimeException | ArithmeticException _) {
      return Optional.empty();
    }
  }

  private static Duration bounded(Duration wait) {
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(MAX) > 0 ? MAX : wait;
  }
}
