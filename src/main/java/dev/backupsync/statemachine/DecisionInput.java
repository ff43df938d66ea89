package dev.backupsync.statemachine;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.vendor.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything that a decision may depend on, and nothing that can do I/O.
 *
 * @param watchingSince since when this process has looked after syncs without a jump of the wall
 *     clock; before that, perhaps no process did
 * @param clockSet when the wall clock was last found to have been set; {@link Instant#MIN} if never
 * @param newRunId the id for the run that this decision may begin
 * @param answer what the vendor just answered; empty before it was asked
 */
public record DecisionInput(
    DesiredState desired,
    Gate gate,
    SyncStatus status,
    String newRunId,
    Instant watchingSince,
    Instant clockSet,
    Instant now,
    Optional<VendorAnswer> answer) {

  /** The input before any vendor was asked, for a process that has always watched. */
  public static DecisionInput of(
      DesiredState desired, Gate gate, SyncStatus status, String newRunId, Instant now) {
    return new DecisionInput(
        desired, gate, status, newRunId, Instant.MIN, Instant.MIN, now, Optional.empty());
  }

  /** The same input for a process that has watched since {@code watchingSince}. */
  public DecisionInput watchedSince(Instant watchingSince) {
    return watched(new ClockWatch.Watch(watchingSince, Instant.MIN));
  }

  /** The same input with what can be relied on of the clock. */
  DecisionInput watched(ClockWatch.Watch watch) {
    var since = watch.since().isAfter(now) ? now : watch.since();
    return new DecisionInput(desired, gate, status, newRunId, since, watch.clockSet(), now, answer);
  }

  /** The input for the same sync after the vendor answered. */
  public DecisionInput after(Decision decision, Outcome outcome, Instant now) {
    return new DecisionInput(
        desired,
        gate,
        asOf(decision.status(), now),
        newRunId,
        watchingSince,
        clockSet,
        now,
        Optional.of(new VendorAnswer(decision.call(), outcome)));
  }

  /** The clock may have been set back while the vendor was asked. */
  private static SyncStatus asOf(SyncStatus status, Instant now) {
    return status.inFlight()
        ? status.withRun(ClockSetBack.moved(status.knownRun().orElseThrow(), status, now))
        : status;
  }

  /**
   * The target that the next question is about: that of the run in flight, else the one in the
   * spec. Decides which connection's gate matters.
   */
  public static Optional<Target> subject(DesiredState desired, SyncStatus status) {
    return status.inFlight() ? status.knownRun().map(Run::target) : desired.target();
  }

  DecisionInput with(SyncStatus status) {
    return new DecisionInput(desired, gate, status, newRunId, watchingSince, clockSet, now, answer);
  }

  RunSettings settings() {
    return desired.settings();
  }

  /** The run in flight. */
  Run run() {
    return status.knownRun().orElseThrow();
  }

  /** The time before which the vendor must not be asked; empty if it may be asked now. */
  Optional<Instant> waitsUntil() {
    return settings().waitsUntil(run(), now);
  }

  /**
   * The earliest time at which the start with the unknown answer was sent: if the clock was set
   * since, the age of that start is unknown.
   */
  Instant sentAfter() {
    var sent = Objects.requireNonNull(run().sentTime());
    return clockSet.isAfter(sent) ? clockSet : sent;
  }

  boolean cancelRequested() {
    return desired
        .cancelRequestedAt()
        .filter(value -> !value.equals(status.lastHandledCancel()))
        .isPresent();
  }

  /**
   * If this answer shows the run, leaves out the time before it in which the run could not be seen.
   */
  DecisionInput answeredBy(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Deferred _, Outcome.Unknown _ -> this;
      case Outcome.Running _,
          Outcome.Succeeded _,
          Outcome.Unconfirmed _,
          Outcome.Failed _,
          Outcome.Rejected _,
          Outcome.Cancelled _,
          Outcome.CancelUnsupported _,
          Outcome.Absent _ ->
          AttemptDeadline.sighted(this);
    };
  }

  /** Whether the spec names another target than the run in flight has. */
  boolean targetMoved() {
    return desired.target().filter(target -> !target.equals(run().target())).isPresent();
  }

  boolean requestedAnew() {
    return desired
        .requestedAt()
        .filter(value -> !value.equals(status.lastHandledRequest()))
        .isPresent();
  }

  /** Whether the attempt is past its deadline, and the run can be seen. */
  boolean overdue() {
    return AttemptDeadline.isOverdue(this);
  }

  /** When the attempt ends at the latest; empty while no start was sent. */
  Optional<Instant> end() {
    return AttemptDeadline.end(this);
  }

  boolean pastEnd() {
    return end().filter(now::isAfter).isPresent();
  }

  /** Whether the run could not be seen for so long that the operator stops looking. */
  boolean givenUp() {
    return run().unseenSince() != null && pastEnd();
  }

  /** The wait until {@code when}, but at most until the end of the attempt has to be checked. */
  Duration waitUntil(Instant when) {
    var last = end().map(end -> end.plusSeconds(1)).orElse(when);
    return Duration.between(now, when.isBefore(last) ? when : last);
  }
}
