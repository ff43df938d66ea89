package dev.backupsync.statemachine;

import static dev.backupsync.statemachine.Scene.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.RunResult;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.time.Clocks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyncDriverTest {
  private static final int MORE_SAVES_THAN_A_RUN_NEEDS = 12;
  private static final int ENOUGH_ROUNDS = 50;

  private final List<String> book = new ArrayList<>();
  private final RecordingVendor vendor = new RecordingVendor(book);
  private SyncStatus saved = SyncStatus.NEW;
  private Instant now = T0;
  private long nanos;
  private int saves;
  private int crashAt;
  private int slowSave;
  private boolean stopping;

  @Test
  void whatPermitsAStartIsSavedBeforeItAndALookIsNot() {
    var wake = drive(Scene.fresh());

    assertThat(book)
        .containsExactly(
            "asked locate", "saved STARTING in doubt", "asked start", "saved SYNCHRONIZING");
    assertThat(wake).contains(Duration.ofSeconds(15));
    assertThat(saved.run().operation()).isEqualTo(new Operation("session-1", null));
  }

  @Test
  void aRunIsDrivenToItsEnd() {
    driveToTheEnd(Scene.fresh());

    assertThat(saved.state()).isEqualTo(SyncState.SUCCEEDED);
    assertThat(vendor.sessions).isEqualTo(1);
  }

  /** A crash in any save, with and without a lost answer to the start. */
  @ParameterizedTest(name = "{0} answers lost")
  @CsvSource({"0", "1", "2"})
  void aCrashAtAnySaveNeverLeadsToASecondStartWhileASessionRuns(int lostAnswers) {
    for (var k = 1; k <= MORE_SAVES_THAN_A_RUN_NEEDS; k++) {
      var crashed = new SyncDriverTest();
      crashed.crashAt = k;
      crashed.vendor.losesAnswers = lostAnswers;

      crashed.driveToTheEnd(Scene.fresh());

      assertThat(crashed.vendor.secondStarts).as("crash at save %d", k).isZero();
      assertThat(crashed.saved.lastRun().result()).isEqualTo(RunResult.SUCCEEDED);
      assertThat(crashed.saved.history()).hasSize(1);
      assertThat(crashed.vendor.running).isFalse();
    }
  }

  @Test
  void aCrashBetweenTheStartAndItsSaveIsHealedByAdoption() {
    crashAt = 2;
    assertThatExceptionOfType(Crash.class).isThrownBy(() -> drive(Scene.fresh()));

    drive(Scene.fresh());

    assertThat(book).endsWith("asked start", "crashed", "asked locate", "saved SYNCHRONIZING");
    assertThat(saved.run().adopted()).isTrue();
    assertThat(vendor.sessions).isEqualTo(1);
  }

  @Test
  void whatCannotBeSavedIsNotDone() {
    crashAt = 1;

    assertThatExceptionOfType(Crash.class).isThrownBy(() -> drive(Scene.fresh()));

    assertThat(book).containsExactly("asked locate", "crashed");
  }

  @Test
  void whoWasFrozenBeforeTheStartSendsItNoMore() {
    vendor.beforeStart = () -> now = now.plus(RunSettings.PERMIT_LIFE);

    drive(Scene.fresh());

    assertThat(vendor.sessions).isZero();
    assertThat(saved.run().inDoubt()).isFalse();
    vendor.beforeStart = () -> {};
    driveToTheEnd(Scene.fresh());
    assertThat(vendor.sessions).isOne();
  }

  @Test
  void aClockThatIsSetBackProlongsNoLicence() {
    vendor.beforeStart = () -> nanos += RunSettings.PERMIT_LIFE.toNanos();

    drive(Scene.fresh());

    assertThat(vendor.sessions).isZero();
  }

  @Test
  void aSlowSaveUsesTheLicenceUpAsWell() {
    slowSave = 1;

    drive(Scene.fresh());

    assertThat(vendor.sessions).isZero();
  }

  @Test
  void aCancelAskedForInDoubtFindsTheSessionAndStopsIt() {
    crashAt = 2;
    assertThatExceptionOfType(Crash.class).isThrownBy(() -> drive(Scene.fresh()));
    var cancelled = Scene.fresh().cancelRequested("c");

    assertThat(drive(cancelled)).contains(Duration.ZERO);
    drive(cancelled);

    assertThat(vendor.running).isFalse();
    assertThat(saved.state()).isEqualTo(SyncState.CANCELLED);
  }

  @Test
  void timesAreWholeSeconds() {
    now = T0.plusMillis(1234);

    drive(Scene.fresh());

    assertThat(saved.run().startTime()).isEqualTo(T0.plusSeconds(1));
  }

  @Test
  void behindAClosedGateNobodyIsAsked() {
    var wake = drive(Scene.fresh().gate(Scene.CLOSED));

    assertThat(book).containsExactly("saved QUEUED");
    assertThat(wake).isEmpty();
  }

  @Test
  void aBackendThatBreaksThePortsContractIsABug() {
    vendor.breaksThePort = true;

    assertThatIllegalStateException()
        .isThrownBy(() -> drive(Scene.fresh()))
        .withMessage("Cancelled is no answer to locate");
  }

  @Test
  void whoeverIsToldToStopStartsNothingAnyMore() {
    stopping = true;

    drive(Scene.fresh());

    assertThat(vendor.sessions).isZero();
    assertThat(inDoubt()).isFalse();
  }

  private void driveToTheEnd(Scene scene) {
    for (var round = 0; saved.lastRun() == null; round++) {
      assertThat(round).as("rounds without an end").isLessThan(ENOUGH_ROUNDS);
      try {
        now = now.plus(drive(scene).orElse(Duration.ZERO));
      } catch (Crash _) {
        now = now.plusSeconds(1);
      }
    }
  }

  /** As a process that has just started does it: with nothing but what was saved. */
  private Optional<Duration> drive(Scene scene) {
    var gate = scene.gate() instanceof Gate.Open ? new Gate.Open(vendor) : scene.gate();
    return fresh().drive(scene.desired(), gate, saved, now, this::save);
  }

  private SyncDriver fresh() {
    return new SyncDriver(new Clocks(() -> now, () -> nanos), () -> stopping);
  }

  private void save(Decision decision) {
    saves++;
    if (saves == crashAt) {
      book.add("crashed");
      throw new Crash();
    }
    if (saves == slowSave) {
      now = now.plus(RunSettings.PERMIT_LIFE);
    }
    saved = decision.status();
    book.add("saved " + saved.state() + (inDoubt() ? " in doubt" : ""));
  }

  private boolean inDoubt() {
    return saved.inFlight() && saved.run().inDoubt();
  }

  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
