package dev.backupsync.operation;

import dev.backupsync.api.v1alpha1.Excerpt;
import dev.backupsync.api.v1alpha1.SyncStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One decision: persist {@code status}, tell the notices, then perform the effect, or rest until
 * {@code wake}; without a wake, until something changes.
 */
public record Transition(
    SyncStatus status, Effect effect, Optional<Duration> wake, List<Notice> notices) {

  static Transition act(Effect effect, SyncStatus status) {
    return new Transition(status, effect, Optional.empty(), List.of());
  }

  static Transition rest(SyncStatus status) {
    return new Transition(status, new Effect.None(), Optional.empty(), List.of());
  }

  /** In whole seconds, as the driver's clock goes: who comes earlier finds that it is too early. */
  static Transition rest(SyncStatus status, Duration wake) {
    var seconds = wake.plusNanos(999_999_999).toSeconds();
    var later = Duration.ofSeconds(Math.max(0, seconds));
    return new Transition(status, new Effect.None(), Optional.of(later), List.of());
  }

  static Transition restUntil(Instant when, SyncStatus status, Instant now) {
    return rest(status, Duration.between(now, when));
  }

  Transition telling(Notice.Kind kind, String message) {
    var all = new ArrayList<>(notices);
    all.add(new Notice(kind, message));
    return new Transition(status, effect, wake, List.copyOf(all));
  }

  /** The same, with nothing told in more than {@code length} characters. */
  Transition within(int length) {
    var brief =
        status
            .withMessage(status.message() == null ? null : Excerpt.told(status.message(), length))
            .withError(status.error() == null ? null : Excerpt.told(status.error(), length))
            .withLastRun(status.knownLastRun().map(last -> last.brief(length)).orElse(null));
    var told =
        notices.stream()
            .map(notice -> new Notice(notice.kind(), Excerpt.told(notice.message(), length)))
            .toList();
    return new Transition(brief, effect, wake, told);
  }

  Transition telling(List<Notice> earlier) {
    var all = new ArrayList<>(earlier);
    all.addAll(notices);
    return new Transition(status, effect, wake, List.copyOf(all));
  }
}
