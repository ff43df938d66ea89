package dev.backupsync.statemachine;

import dev.backupsync.api.v1alpha1.GoDuration;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Keeps the position in a schedule, in status: which slots are past, and which comes next. It is
 * saved together with the run that serves a slot, so that a restart cannot serve a slot twice.
 */
final class ScheduleCursor {
  private ScheduleCursor() {}

  /** A schedule begins when it is first seen: earlier slots never ask for a run. */
  static SyncStatus noticed(DesiredState desired, SyncStatus status, Instant now) {
    if (desired.invalid().isPresent() || place(desired, status).isPresent()) {
      return status;
    }
    return status
        .withObservedSchedule(desired.schedule().map(Schedule::text).orElse(null))
        .withLastScheduleTime(desired.schedule().map(_ -> now).orElse(null));
  }

  /** The latest slot that is due and that no run has served. */
  static Optional<Instant> passed(DesiredState desired, SyncStatus status, Instant now) {
    return place(desired, status).flatMap(at -> at.schedule().latest(at.since(), now));
  }

  /** The same, if it is not yet too old. */
  static Optional<Instant> due(DesiredState desired, SyncStatus status, Instant now) {
    return place(desired, status)
        .flatMap(
            at ->
                at.schedule()
                    .latest(at.since(), now)
                    .filter(slot -> at.schedule().expiry(slot).filter(now::isAfter).isEmpty()));
  }

  /** Marks every slot until now as served by the run that begins. */
  static SyncStatus served(DecisionInput input) {
    var status = input.status();
    var slot = passed(input.desired(), status, input.now());
    return slot.map(status::withLastScheduleTime).orElse(status);
  }

  /** The event about the slots before the latest; {@code run} says what became of that one. */
  static List<SyncEvent> passedOver(DecisionInput input, String run) {
    return missed(input, slot -> slot, _ -> "had no run; " + run + " the latest slot");
  }

  /** The event when all due slots are given up because even the latest is too old. */
  static List<SyncEvent> givenUp(DecisionInput input) {
    return missed(
        input,
        slot -> slot.plusNanos(1),
        schedule ->
            "had no run and never will: older than spec.startingDeadline, "
                + schedule.startingDeadline().map(GoDuration::format).orElse("none"));
  }

  /** One event for all slots that are due, up to just before the latest or including it. */
  private static List<SyncEvent> missed(
      DecisionInput input, UnaryOperator<Instant> end, Function<Schedule, String> why) {
    return place(input.desired(), input.status())
        .flatMap(
            at ->
                at.schedule()
                    .latest(at.since(), input.now())
                    .flatMap(slot -> at.schedule().between(at.since(), end.apply(slot)))
                    .map(missed -> missed.describe() + " " + why.apply(at.schedule())))
        .map(message -> new SyncEvent(SyncEvent.Kind.MISSED_SCHEDULE, message))
        .stream()
        .toList();
  }

  /**
   * The decision with the next slot in status, and with a wake for it if nothing else wakes
   * earlier.
   */
  static Decision planned(DecisionInput input, Decision decision) {
    var desired = input.desired();
    var place = desired.suspended() ? Optional.<Place>empty() : place(desired, decision.status());
    var next = place.flatMap(at -> at.schedule().next(at.since(), input.now()));
    var status = decision.status().withNextRunTime(next.orElse(null));
    var rests = decision.call() instanceof VendorCall.None && !status.inFlight();
    var wake = rests ? earliest(input, decision, next, place) : decision.wake();
    return new Decision(status, decision.call(), wake, decision.events());
  }

  private static Optional<Duration> earliest(
      DecisionInput input, Decision decision, Optional<Instant> next, Optional<Place> place) {
    var expiry =
        place.flatMap(
            at ->
                due(input.desired(), decision.status(), input.now())
                    .flatMap(at.schedule()::expiry)
                    .map(end -> end.plusSeconds(1)));
    var slots =
        Stream.of(next, expiry)
            .flatMap(Optional::stream)
            .map(when -> Duration.between(input.now(), when));
    return Stream.concat(decision.wake().stream(), slots).min(Duration::compareTo);
  }

  private static Optional<Place> place(DesiredState desired, SyncStatus status) {
    var since = Optional.ofNullable(status.lastScheduleTime());
    return desired
        .schedule()
        .filter(schedule -> schedule.text().equals(status.observedSchedule()))
        .flatMap(schedule -> since.map(from -> new Place(schedule, from)));
  }

  /** A schedule, and the time up to which its slots are past. */
  private record Place(Schedule schedule, Instant since) {}
}
