package dev.backupsync.statemachine;

import dev.backupsync.api.v1alpha1.ConnectionRef;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.RepositoryRef;
import dev.backupsync.api.v1alpha1.RunPolicy;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.schedule.Jitter;
import dev.backupsync.schedule.Schedule;
import dev.backupsync.schedule.ZonedCron;
import dev.backupsync.vendor.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * One sync as the machine sees it, changed a step at a time, so that a test tells a story.
 *
 * <p>The samples: run "run-1" on MAIL, its first attempt (RETRYING: the second), began at T0, and
 * now is a minute later. RUNNING was accepted at T0, is at 10 %, has the operation op-1, and its
 * deadline is T0 + 12 h. Settings are the defaults: polls each 15 s, a timeout of 12 h, three
 * retries after 1, 2 and 4 minutes and up to a tenth more. BOOM says "it broke". {@link #decide()}
 * decides before the vendor is asked, {@link #answered} after the vendor answered what that asks,
 * {@link #saved} stores what was decided.
 */
public record Scene(DesiredState desired, Gate gate, SyncStatus status, Instant now) {
  public static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  static final ConnectionRef VB365 = new ConnectionRef("backup", "vb365");
  static final Target MAIL = Target.of(VB365, new RepositoryRef(null, "Mail"));
  static final Target FILES = Target.of(VB365, new RepositoryRef(null, "Files"));
  static final SyncError BOOM = SyncError.of("Boom", "it broke");
  static final Duration CHECK_INTERVAL = Duration.ofMinutes(15);
  static final Gate OPEN = new Gate.Open(new UncalledVendor());
  static final Gate CLOSED = new Gate.Closed(Reason.CONNECTION_NOT_READY, "vb365 is unreachable");

  /** An object just created, a minute after the time at which the samples' runs began. */
  static Scene fresh() {
    var desired =
        new DesiredState(
            1,
            Optional.of(MAIL),
            Optional.empty(),
            RunSettings.DEFAULT,
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return new Scene(desired, OPEN, SyncStatus.NEW, T0.plusSeconds(60));
  }

  static Scene of(SyncStatus status) {
    return fresh().status(status);
  }

  Scene status(SyncStatus status) {
    return new Scene(desired, gate, status, now);
  }

  Scene gate(Gate gate) {
    return new Scene(desired, gate, status, now);
  }

  Scene at(Instant now) {
    return new Scene(desired, gate, status, now);
  }

  Scene later(Duration wait) {
    return at(now.plus(wait));
  }

  Scene requested(String value) {
    return with(desired.withRequestedAt(Optional.of(value)));
  }

  Scene cancelRequested(String value) {
    return with(desired.withCancelRequestedAt(Optional.of(value)));
  }

  Scene suspended(boolean suspended) {
    return with(desired.withSuspended(suspended));
  }

  Scene target(Target target) {
    return with(desired.withTarget(Optional.of(target)));
  }

  Scene retryLimit(int limit) {
    return settings(desired.settings().withRetryLimit(limit));
  }

  Scene retryMaxInterval(Duration longest) {
    return settings(desired.settings().withRetryMaxInterval(longest));
  }

  Scene pollingEach(Duration pollInterval) {
    return settings(desired.settings().withPollInterval(pollInterval));
  }

  Scene timeout(Duration timeout) {
    return settings(desired.settings().withTimeout(timeout));
  }

  /** IfNeeded, with a check every quarter of an hour. */
  Scene ifNeeded() {
    return checked(RunPolicy.IF_NEEDED);
  }

  Scene checked(RunPolicy runPolicy) {
    var quarter = Optional.of(CHECK_INTERVAL);
    return settings(desired.settings().withRunPolicy(runPolicy).withCheckInterval(quarter));
  }

  /** Every day at this time, in UTC, without jitter. */
  Scene daily(String time) {
    return schedule(daily(time, Optional.empty()));
  }

  Scene daily(String time, Duration startingDeadline) {
    return schedule(daily(time, Optional.of(startingDeadline)));
  }

  private static Schedule daily(String time, Optional<Duration> startingDeadline) {
    var table = new ZonedCron(Wall.daily(time), ZoneOffset.UTC);
    return new Schedule("daily " + time, table, startingDeadline, Jitter.NONE);
  }

  Scene schedule(Schedule schedule) {
    return schedule(Optional.of(schedule));
  }

  Scene schedule(Optional<Schedule> schedule) {
    return with(desired.withSchedule(schedule));
  }

  /** With a schedule whose slots until then are behind it. */
  Scene servedUntil(Instant time) {
    var text = desired.schedule().orElseThrow().text();
    return status(status.withObservedSchedule(text).withLastScheduleTime(time));
  }

  Scene invalid() {
    var error = SyncError.of("InvalidSpec", "spec.timeout: not a duration");
    return with(
        desired
            .withTarget(Optional.empty())
            .withInvalid(Optional.of(error))
            .withSettings(RunSettings.DEFAULT)
            .withSchedule(Optional.empty()));
  }

  Scene generation(long generation) {
    return with(desired.withGeneration(generation));
  }

  /** The decision before any vendor was asked. */
  Decision decide() {
    return SyncMachine.decide(observed());
  }

  /** The decision after the vendor gave this answer to that question. */
  Decision decide(VendorCall question, Outcome answer) {
    var asked = Decision.act(question, status);
    return SyncMachine.decide(observed().after(asked, answer, now));
  }

  /** The decision after the vendor was asked what {@link #decide()} wants to ask. */
  Decision answered(Outcome answer) {
    var asked = decide();
    return SyncMachine.decide(observed().after(asked, answer, now));
  }

  Decision answered(Answer sample) {
    return answered(sample.outcome);
  }

  /** The same sync once the decision is saved; no time passes. */
  Scene saved(Decision decision) {
    return status(decision.status());
  }

  DecisionInput observed() {
    return DecisionInput.of(desired, gate, status, "run-2", now);
  }

  private Scene settings(RunSettings settings) {
    return with(desired.withSettings(settings));
  }

  private Scene with(DesiredState desired) {
    return new Scene(desired, gate, status, now);
  }
}
