package dev.backupsync.statemachine;

import static dev.backupsync.statemachine.Scene.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.Trigger;
import dev.backupsync.api.v1alpha1.TriggerType;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With {@code runPolicy: IfNeeded}: every trigger looks first, and checks heal. */
class DriftCheckTest {
  private static final Duration QUARTER = Duration.ofMinutes(15);

  private final Scene due = InputVariant.CHECK_DUE.in(SampleStatus.SUCCEEDED.scene());

  @Test
  void notNeededEndsAsAlreadyInSyncWithoutAStart() {
    var end = Scene.fresh().ifNeeded().answered(Answer.NOTHING_RUNS_IN_SYNC);

    assertThat(end.call()).isEqualTo(new VendorCall.None());
    assertThat(end.status().state()).isEqualTo(SyncState.SUCCEEDED);
    assertThat(end.status().reason()).isEqualTo(Reason.ALREADY_IN_SYNC);
    assertThat(end.status().needed()).isFalse();
    assertThat(end.status().nextCheckTime()).isEqualTo(T0.plusSeconds(60).plus(QUARTER));
  }

  @Test
  void whatCannotBeLookedAtIsNeverHealedBlindly() {
    var asked = Scene.fresh().ifNeeded().answered(Answer.NOTHING_RUNS_NEED_HIDDEN);
    var checked = due.answered(Answer.NOTHING_RUNS_NEED_HIDDEN);

    assertThat(asked.status().reason()).isEqualTo(Reason.ACCESS_DENIED);
    assertThat(asked.call()).isEqualTo(new VendorCall.None());
    assertThat(checked.call()).isEqualTo(new VendorCall.None());
    assertThat(checked.status().needed()).isNull();
    assertThat(checked.status().error()).isEqualTo("Cannot tell whether a sync is needed: no");
  }

  @Test
  void aCheckThatFindsNeedBeginsARunOfItsOwn() {
    var decision = due.answered(Answer.NOTHING_RUNS_SYNC_NEEDED);

    assertThat(decision.status().run().trigger()).isEqualTo(Trigger.of(TriggerType.DRIFT));
    assertThat(decision.status().run().id()).isEqualTo("run-2");
    assertThat(decision.call()).isEqualTo(new VendorCall.Locate(decision.status().run()));
  }

  @Test
  void aCheckThatSeesAgainTakesItsErrorBack() {
    var blind = due.saved(due.answered(Answer.NO_ANSWER)).later(QUARTER);
    var seen = blind.answered(Answer.NOTHING_RUNS_IN_SYNC).status();

    assertThat(blind.status().error()).isEqualTo("Cannot tell whether a sync is needed: it broke");
    assertThat(seen.error()).isNull();
    assertThat(seen.lastError()).isNull();
    assertThat(seen.state()).isEqualTo(SyncState.SUCCEEDED);
  }

  @Test
  void checksWaitForTheirTimeAlsoOverARestart() {
    var checked = due.saved(due.answered(Answer.NOTHING_RUNS_IN_SYNC));
    var later = checked.later(Duration.ofMinutes(5)).decide();

    assertThat(later.wake()).contains(Duration.ofMinutes(10));
    assertThat(later.status()).isEqualTo(checked.status());
    assertThat(checked.later(QUARTER).decide().call()).isInstanceOf(VendorCall.Check.class);
  }

  @Test
  void noCheckWhileSuspendedOrBehindAClosedGateOrWithAlways() {
    var always = Scene.of(due.status());

    assertThat(due.suspended(true).decide().call()).isEqualTo(new VendorCall.None());
    assertThat(due.gate(Scene.CLOSED).decide().call()).isEqualTo(new VendorCall.None());
    assertThat(always.decide().call()).isEqualTo(new VendorCall.None());
    assertThat(always.decide().status().nextCheckTime()).isNull();
  }

  /** A target that no run heals is not started over and over at the pace of the checks. */
  @ParameterizedTest
  @CsvSource({"1, PT15M", "2, PT30M", "3, PT1H", "6, PT8H", "10, PT24H"})
  void whatCannotBeHealedIsLookedAtEverMoreRarely(int failures, Duration wait) {
    var failed = SampleStatus.FAILED.scene().ifNeeded();
    var record = failed.status().lastRun();
    var often = failed.status().withHistory(Collections.nCopies(failures, record));

    assertThat(failed.status(often).decide().wake()).contains(wait);
  }

  @Test
  void aPlannedCheckInAFarFutureIsBroughtBack() {
    var odd = due.status(due.status().withNextCheckTime(T0.plus(Duration.ofDays(9999))));

    assertThat(odd.decide().wake()).contains(QUARTER);
  }
}
