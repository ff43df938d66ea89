package dev.backupsync.statemachine;

import static dev.backupsync.statemachine.Scene.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.RunPolicy;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.vendor.Outcome;
import dev.backupsync.vendor.Progress;
import dev.backupsync.vendor.StartPermit;
import dev.backupsync.vendor.SyncBackend;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whoever is looked at every few minutes, whatever for, asks the vendor no oftener than before. */
class LongestRestTest {
  private static final Duration POLL_INTERVAL = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofHours(24);

  private final Endless vendor = new Endless();
  private SyncStatus saved = SyncStatus.NEW;
  private Instant now = T0;

  /** Its runs never end. */
  private static final class Endless implements SyncBackend {
    private int polls;

    @Override
    public Outcome locate(Run run) {
      return new Outcome.Running(progress());
    }

    @Override
    public Outcome start(Run run, StartPermit permit) {
      throw new IllegalStateException("It runs already");
    }

    @Override
    public Outcome poll(Run run) {
      polls++;
      return new Outcome.Running(progress());
    }

    @Override
    public Outcome cancel(Run run) {
      return new Outcome.CancelUnsupported();
    }

    private static Progress progress() {
      return Progress.of(new Operation("session-1", null));
    }
  }

  @Test
  void looksBetweenTwoPollsCostTheVendorNothing() {
    lookForADay(wish(Optional.empty()));

    assertThat(vendor.polls).isEqualTo((int) DAY.dividedBy(POLL_INTERVAL));
  }

  @Test
  void norDoTheyAfterACancelThatTheVendorDoesNotKnow() {
    drive(wish(Optional.empty()));
    lookForADay(wish(Optional.of("stop it")));

    assertThat(vendor.polls).isEqualTo((int) DAY.dividedBy(POLL_INTERVAL));
  }

  private static DesiredState wish(Optional<String> cancel) {
    var settings =
        new RunSettings(
            RunPolicy.ALWAYS,
            POLL_INTERVAL,
            DAY.multipliedBy(2),
            0,
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Optional.empty());
    var target = Optional.of(Scene.MAIL);
    return new DesiredState(
        1, target, Optional.empty(), settings, false, Optional.empty(), cancel, Optional.empty());
  }

  private void lookForADay(DesiredState desired) {
    var end = T0.plus(DAY);
    while (!now.isAfter(end)) {
      var wake = drive(desired);
      var rest = wake.filter(one -> one.compareTo(RunSettings.LONGEST_REST) < 0);
      now = now.plus(rest.orElse(RunSettings.LONGEST_REST));
    }
  }

  private Optional<Duration> drive(DesiredState desired) {
    return new SyncDriver(TestClocks.movedBy(() -> now), () -> false)
        .drive(desired, new Gate.Open(vendor), saved, now, decision -> saved = decision.status());
  }
}
