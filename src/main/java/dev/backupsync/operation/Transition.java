package dev.backupsync.operation;

import dev.backupsync.api.v1alpha1.Excerpt;
import dev.backupsync.api.v1alpha1.StatusBudget;
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

  /** The same, with nothing told at greater length than there is room for. */
  Transition brief() {
    var told =
        notices.stream()
            .map(n -> new Notice(n.kind(), Excerpt.told(n.message(), StatusBudget.MESSAGE)))
            .toList();
    return new Transition(Plausible.brief(status), effect, wake, told);
  }

  Transition telling(List<Notice> earlier) {
    var all = new ArrayList<>(earlier);
    all.addAll(notices);
    return new Transition(status, effect, wake, List.copyOf(all));
  }
}
