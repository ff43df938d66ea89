package dev.backupsync.statemachine;

import dev.backupsync.api.v1alpha1.StatusBudget;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.Truncation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One decision: save {@code status}, record the events, then make the call, or rest until {@code
 * wake}; without a wake, rest until something changes.
 */
public record Decision(
    SyncStatus status, VendorCall call, Optional<Duration> wake, List<SyncEvent> events) {

  static Decision act(VendorCall call, SyncStatus status) {
    return new Decision(status, call, Optional.empty(), List.of());
  }

  static Decision rest(SyncStatus status) {
    return new Decision(status, new VendorCall.None(), Optional.empty(), List.of());
  }

  /**
   * In whole seconds, like the driver's clock: a reconcile that comes earlier would come too early.
   */
  static Decision rest(SyncStatus status, Duration wake) {
    var seconds = wake.plusNanos(999_999_999).toSeconds();
    var later = Duration.ofSeconds(Math.max(0, seconds));
    return new Decision(status, new VendorCall.None(), Optional.of(later), List.of());
  }

  static Decision restUntil(Instant when, SyncStatus status, Instant now) {
    return rest(status, Duration.between(now, when));
  }

  Decision withEvent(SyncEvent.Kind kind, String message) {
    var all = new ArrayList<>(events);
    all.add(new SyncEvent(kind, message));
    return new Decision(status, call, wake, List.copyOf(all));
  }

  /** The same decision, with every text cut to the size that status has room for. */
  Decision withinBudget() {
    var shortened =
        events.stream()
            .map(
                n ->
                    new SyncEvent(
                        n.kind(), Truncation.forDisplay(n.message(), StatusBudget.MESSAGE)))
            .toList();
    return new Decision(StatusSanitizer.withinBudget(status), call, wake, shortened);
  }

  Decision withEarlierEvents(List<SyncEvent> earlier) {
    var all = new ArrayList<>(earlier);
    all.addAll(events);
    return new Decision(status, call, wake, List.copyOf(all));
  }
}
