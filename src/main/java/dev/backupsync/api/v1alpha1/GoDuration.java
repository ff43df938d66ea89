package dev.backupsync.api.v1alpha1;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Durations as Kubernetes users write them, such as {@code 90s} or {@code 1h30m}. */
public final class GoDuration {
  private static final String NUMBER = "[0-9]++(?:\\.[0-9]++)?+";
  private static final String UNIT = "(ms|s|m|h)";

  /** Matches {@link Patterns#DURATION} without recursion, so that long texts use no stack. */
  private static final Pattern WHOLE = Pattern.compile("^(?:" + NUMBER + UNIT + ")++");

  private static final Pattern PART = Pattern.compile("\\G(" + NUMBER + ")" + UNIT);
  private static final int LONGEST_TEXT = 64;
  private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE);

  private GoDuration() {}

  /** The duration that {@code text} means, in milliseconds; empty if it is not a duration. */
  public static Optional<Duration> parse(String text) {
    if (text.length() > LONGEST_TEXT || !WHOLE.matcher(text).matches()) {
      return Optional.empty();
    }
    var millis =
        PART.matcher(text)
            .results()
            .map(part -> new BigDecimal(part.group(1)).multiply(millisOf(part.group(2))))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    return Optional.of(Duration.ofMillis(millis.min(LONGEST).longValue()));
  }

  private static BigDecimal millisOf(String unit) {
    return switch (unit) {
      case "ms" -> BigDecimal.ONE;
      case "s" -> BigDecimal.valueOf(1_000L);
      case "m" -> BigDecimal.valueOf(60_000L);
      default -> BigDecimal.valueOf(3_600_000L);
    };
  }

  /** A text such as {@code 1h30m}; whole seconds. */
  public static String format(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    var hours = duration.toHours();
    var minutes = duration.toMinutesPart();
    var seconds = duration.toSecondsPart();
    return (hours > 0 ? hours + "h" : "")
        + (minutes > 0 ? minutes + "m" : "")
        + (seconds > 0 ? seconds + "s" : "");
  }
}
