package dev.backupsync.api.v1alpha1;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is wrong with a spec, field by field. API servers check most of it too, but older
 * ones do not know CEL rules, and none of them checks the limits of durations.
 */
public final class SpecErrors {
  private final List<String> errors = new ArrayList<>();
  private UnreadFields unread = UnreadFields.NONE;

  /** Ignores fields that could not be read: they are not missing, and are already reported. */
  public void reject(String path, String message) {
    if (unread.problems().keySet().stream().noneMatch(known -> concerns(known, path))) {
      errors.add(path + ": " + message);
    }
  }

  private static boolean concerns(String known, String path) {
    return (known + ".").startsWith(path + ".") || (path + ".").startsWith(known + ".");
  }

  /** Rejects fields that could not be read; call it before the other checks. */
  public void rejectAll(UnreadFields fields) {
    fields.problems().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(problem -> reject(problem.getKey(), problem.getValue()));
    unread = fields;
  }

  /** Rejects {@code path} unless {@code holds}. */
  public void require(boolean holds, String path, String message) {
    if (!holds) {
      reject(path, message);
    }
  }

  /** The text of a field that is required and must match; empty text if it is wrong. */
  public String text(String path, @Nullable String value, String pattern, String shape) {
    if (value == null || value.isBlank()) {
      reject(path, "is required");
      return "";
    }
    require(Patterns.matches(pattern, value), path, "is not " + shape);
    return value;
  }

  /**
   * The duration of a field; its default if it is missing or wrong.
   *
   * @param longest one of {@link DurationBounds}
   */
  public Duration duration(String path, @Nullable String value, Duration fallback, String longest) {
    if (value == null) {
      return fallback;
    }
    var parsed = GoDuration.parse(value);
    if (parsed.isEmpty()) {
      reject(path, "is not a duration such as 90s or 1h30m");
      return fallback;
    }
    var duration = parsed.get();
    var least = Defaults.duration(DurationBounds.SHORTEST);
    var most = Defaults.duration(longest);
    if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
      var bounds = GoDuration.format(least) + " and " + GoDuration.format(most);
      reject(path, "must be between " + bounds);
      return fallback;
    }
    return duration;
  }

  /** All that is wrong, as one error; empty if nothing is. */
  public Optional<SyncError> toError() {
    return errors.isEmpty()
        ? Optional.empty()
        : Optional.of(
            SyncError.of(
                Reason.INVALID_SPEC.word(),
                String.join("; ", errors),
                "Correct the spec; it is read again at once."));
  }
}
