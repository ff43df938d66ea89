package dev.backupsync.operation;

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
 * @param watchingSince since when this process looks after syncs, with the time on the wall moving
 *     as time does; before, nobody may have
 * @param clockSet when the clock on the wall was last found to have been set; {@link Instant#MIN}
 *     where it never was
 * @param newRunId the id of the run that this decision may begin
 * @param answer what the vendor just said; empty before it was asked
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

  /** What is to be decided on before any vendor was asked, by one who has always watched. */
  public static DecisionInput of(
      DesiredState desired, Gate gate, SyncStatus status, String newRunId, Instant now) {
    return new DecisionInput(
        desired, gate, status, newRunId, Instant.MIN, Instant.MIN, now, Optional.empty());
  }

  /** The same as seen by one who watches since {@code watchingSince}. */
  public DecisionInput watchedSince(Instant watchingSince) {
    return watched(new ClockWatch.Watch(watchingSince, Instant.MIN));
  }

  /** The same with what can be relied on of the clock. */
  DecisionInput watched(ClockWatch.Watch watch) {
    var since = watch.since().isAfter(now) ? now : watch.since();
    return new DecisionInput(desired, gate, status, newRunId, since, watch.clockSet(), now, answer);
  }

  /** The same sync after the vendor answered. */
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

  /** The clock may have been put back while the vendor was asked. */
  private static SyncStatus asOf(SyncStatus status, Instant now) {
    return status.inFlight()
        ? status.withRun(ClockSetBack.moved(status.knownRun().orElseThrow(), status, now))
        : status;
  }

  /**
   * Whom the next question is about: the run in flight, else what the spec asks for. Decides which
   * connection's gate matters.
   */
  public static Optional<Target> subject(DesiredState desired, SyncStatus status) {
    return status.inFlight() ? status.knownRun().map(Run::target) : desired.target();
  }

  DecisionInput with(SyncStatus status) {
    return new DecisionInput(desired, gate, status, newRunId, watchingSince, clockSet, now, answer);
  }

  Policy policy() {
    return desired.policy();
  }

  /** The run in flight. */
  Run run() {
    return status.knownRun().orElseThrow();
  }

  /** Until when the vendor is not asked; empty where it may be asked now. */
  Optional<Instant> waitsUntil() {
    return policy().waitsUntil(run(), now);
  }

  /**
   * When the start was sent whose answer is not known, at the earliest: where the clock was set
   * since, nobody can tell how long ago that was.
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

  /** With the time behind it in which nobody could look, where this answer tells of the run. */
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
          AttemptTime.sighted(this);
    };
  }

  /** Whether spec names another target than the run in flight is for. */
  boolean targetMoved() {
    return desired.target().filter(target -> !target.equals(run().target())).isPresent();
  }

  boolean requestedAnew() {
    return desired
        .requestedAt()
        .filter(value -> !value.equals(status.lastHandledRequest()))
        .isPresent();
  }

  /** Past the deadline of the attempt, which can be seen. */
  boolean overdue() {
    var deadline = run().deadline();
    return deadline != null && now.isAfter(deadline);
  }

  /**
   * When the attempt ends at the latest; empty while none was sent. One that cannot be seen has no
   * deadline, but is not kept for ever; whoever was away looks for a while before he gives it up.
   */
  Optional<Instant> end() {
    var unseen = run().unseenSince();
    if (unseen == null) {
      return Optional.ofNullable(run().deadline());
    }
    var givenUp = unseen.plus(Policy.LONGEST_BLIND);
    var looked = watchingSince.plus(policy().grace());
    return Optional.of(givenUp.isAfter(looked) ? givenUp : looked);
  }

  boolean pastEnd() {
    return end().filter(now::isAfter).isPresent();
  }

  /** Whether it could not be seen for so long that nobody will look any more. */
  boolean givenUp() {
    return run().unseenSince() != null && pastEnd();
  }

  /** The wait until {@code when}, but no longer than until the attempt is looked at for its end. */
  Duration waitUntil(Instant when) {
    var last = end().map(end -> end.plusSeconds(1)).orElse(when);
    return Duration.between(now, when.isBefore(last) ? when : last);
  }
}
