package dev.backupsync.operation;

import dev.backupsync.api.v1alpha1.GoDuration;
import dev.backupsync.api.v1alpha1.SyncStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Keeps a schedule's place in status: which slots lie behind it, and which comes next. It is saved
 * together with the run that serves a slot, so that no restart can serve one twice.
 */
final class Agenda {
  private Agenda() {}

  /** A schedule begins when it is first seen: what lies before never asks for a run. */
  static SyncStatus noticed(Wish wish, SyncStatus status, Instant now) {
    if (wish.invalid().isPresent() || place(wish, status).isPresent()) {
      return status;
    }
    return status
        .withObservedSchedule(wish.schedule().map(Schedule::text).orElse(null))
        .withLastScheduleTime(wish.schedule().map(_ -> now).orElse(null));
  }

  /** The latest slot that is due and that no run has served. */
  static Optional<Instant> passed(Wish wish, SyncStatus status, Instant now) {
    return place(wish, status).flatMap(at -> at.schedule().latest(at.since(), now));
  }

  /** The same, where it is not too late for it. */
  static Optional<Instant> due(Wish wish, SyncStatus status, Instant now) {
    return place(wish, status)
        .flatMap(
            at ->
                at.schedule()
                    .latest(at.since(), now)
                    .filter(slot -> at.schedule().expiry(slot).filter(now::isAfter).isEmpty()));
  }

  /** With every slot until now behind it: a run that begins serves them all. */
  static SyncStatus served(Observed seen) {
    var status = seen.status();
    var slot = passed(seen.wish(), status, seen.now());
    return slot.map(status::withLastScheduleTime).orElse(status);
  }

  /** What is told of the slots before the latest, which {@code run} tells the fate of. */
  static List<Notice> passedOver(Observed seen, String run) {
    return missed(seen, slot -> slot, _ -> "had no run; " + run + " the latest slot");
  }

  /** What is told where slots are given up because even the latest is too old. */
  static List<Notice> givenUp(Observed seen) {
    return missed(
        seen,
        slot -> slot.plusNanos(1),
        schedule ->
            "had no run and never will: older than spec.startingDeadline, "
                + schedule.startingDeadline().map(GoDuration::format).orElse("none"));
  }

  /** One notice of all slots that are due, up to an end before or behind the latest. */
  private static List<Notice> missed(
      Observed seen, UnaryOperator<Instant> end, Function<Schedule, String> why) {
    return place(seen.wish(), seen.status())
        .flatMap(
            at ->
                at.schedule()
                    .latest(at.since(), seen.now())
                    .flatMap(slot -> at.schedule().between(at.since(), end.apply(slot)))
                    .map(missed -> missed.describe() + " " + why.apply(at.schedule())))
        .map(message -> new Notice(Notice.Kind.MISSED_SCHEDULE, message))
        .stream()
        .toList();
  }

  /** The step with the next slot told, and with a wake for it where nothing else would look. */
  static Transition planned(Observed seen, Transition step) {
    var wish = seen.wish();
    var place = wish.suspended() ? Optional.<Place>empty() : place(wish, step.status());
    var next = place.flatMap(at -> at.schedule().next(at.since(), seen.now()));
    var status = step.status().withNextRunTime(next.orElse(null));
    var rests = step.effect() instanceof Effect.None && !status.inFlight();
    var wake = rests ? earliest(seen, step, next, place) : step.wake();
    return new Transition(status, step.effect(), wake, step.notices());
  }

  private static Optional<Duration> earliest(
      Observed seen, Transition step, Optional<Instant> next, Optional<Place> place) {
    var expiry =
        place.flatMap(
            at ->
                due(seen.wish(), step.status(), seen.now())
                    .flatMap(at.schedule()::expiry)
                    .map(end -> end.plusSeconds(1)));
    var slots =
        Stream.of(next, expiry)
            .flatMap(Optional::stream)
            .map(when -> Duration.between(seen.now(), when));
    return Stream.concat(step.wake().stream(), slots).min(Duration::compareTo);
  }

  private static Optional<Place> place(Wish wish, SyncStatus status) {
    var since = Optional.ofNullable(status.lastScheduleTime());
    return wish.schedule()
        .filter(schedule -> schedule.text().equals(status.observedSchedule()))
        .flatMap(schedule -> since.map(from -> new Place(schedule, from)));
  }

  /** A schedule, and how far its slots are behind us. */
  private record Place(Schedule schedule, Instant since) {}
}
