package dev.backupsync.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.simulator.AzureInstance;
import dev.backupsync.simulator.AzureScript;
import dev.backupsync.simulator.AzureServer;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.HandClock;
import dev.backupsync.simulator.Match;
import dev.backupsync.statemachine.DesiredState;
import dev.backupsync.statemachine.Gate;
import dev.backupsync.statemachine.RunSettings;
import dev.backupsync.statemachine.SyncDriver;
import dev.backupsync.statemachine.SyncEvent;
import dev.backupsync.statemachine.TestClocks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Runs on an instance that is protected already, as a schedule meets it every day: nothing that it
 * shows tells what became of a start.
 */
class InstanceVerdictTest {
  private final AzureServer azure = AzureServer.started();
  private final AzureInstance instance = azure.addInstance("testbi").healthy();
  private final AzureClient link = new AzureClient(Setup.settings(azure), new Heard());
  private final HandClock clock = new HandClock();
  private final SyncDriver driver = new SyncDriver(TestClocks.movedBy(clock), () -> false);
  private final List<SyncEvent.Kind> told = new ArrayList<>();
  private SyncStatus status = SyncStatus.NEW;

  InstanceVerdictTest() {
    azure.script().duration(AzureScript.BY_HAND);
  }

  @AfterEach
  void close() {
    link.close();
    azure.close();
  }

  @Test
  void aStartWhoseAnswerIsLostIsNoSuccessWhileAzureWorksOnIt() {
    azure.faults().next(Match.post(".*/sync"), Fault.lostAnswer());

    for (var i = 0; i < 20; i++) {
      drive();
      assertThat(status.state()).isEqualTo(SyncState.STARTING);
    }
    assertThat(instance.conflictingSyncs()).as("refused after the doubt").isPositive();
    assertThat(instance.acceptedSyncs()).isEqualTo(1);

    azure.finish(instance);
    driveUntil(SyncState.SYNCHRONIZING);
    assertThat(told).doesNotContain(SyncEvent.Kind.SUCCEEDED);
    azure.finish(instance);
    driveUntil(SyncState.SUCCEEDED);
    assertThat(told).containsExactly(SyncEvent.Kind.STARTED, SyncEvent.Kind.SUCCEEDED);
    assertThat(instance.acceptedSyncs()).isEqualTo(2);
    assertThat(instance.maxConcurrentOperations()).isEqualTo(1);
  }

  @Test
  void aStartThatNeverArrivedIsSentAgainBeforeAnythingSucceeds() {
    azure.faults().next(Match.post(".*/sync"), new Fault.Reset());

    driveUntil(SyncState.SYNCHRONIZING);
    assertThat(instance.acceptedSyncs()).isEqualTo(1);
    for (var i = 0; i < 10; i++) {
      drive();
      assertThat(status.state()).isEqualTo(SyncState.SYNCHRONIZING);
    }
    azure.finish(instance);
    driveUntil(SyncState.SUCCEEDED);
    assertThat(told).containsExactly(SyncEvent.Kind.STARTED, SyncEvent.Kind.SUCCEEDED);
    assertThat(instance.acceptedSyncs()).isEqualTo(1);
  }

  @Test
  void anInstanceThatWasSeenAtWorkAfterALostAnswerTellsItsEnd() {
    azure.faults().next(Match.post(".*/sync"), Fault.lostAnswer());
    drive();
    instance.state("UpdatingProtection", "UpdatingProtection");
    driveUntil(SyncState.SYNCHRONIZING);
    azure.finish(instance);
    driveUntil(SyncState.SUCCEEDED);

    assertThat(told).containsExactly(SyncEvent.Kind.ADOPTED, SyncEvent.Kind.SUCCEEDED);
    assertThat(instance.acceptedSyncs()).isEqualTo(1);
  }

  @Test
  void anOperationThatMayNotBeReadEndsByItsTimeout() {
    azure.faults().always(Match.get(".*/operationStatus/.*"), Fault.status(403));

    driveUntil(SyncState.FAILED);

    assertThat(told).containsExactly(SyncEvent.Kind.STARTED, SyncEvent.Kind.TIMED_OUT);
    assertThat(status.message()).contains("operationStatus/read");
  }

  @Test
  void whatItsOwnerPutToRestIsOneOperationAndNoRetry() {
    instance.state("BackupSchedulesSuspended", "ProtectionStopped");
    driveUntil(SyncState.SYNCHRONIZING);
    azure.finish(instance);
    instance.state("BackupSchedulesSuspended", "ProtectionStopped");
    driveUntil(SyncState.SUCCEEDED);

    assertThat(instance.acceptedSyncs()).isEqualTo(1);
    assertThat(status.message()).contains("at rest", "BackupSchedulesSuspended");
  }

  private void driveUntil(SyncState wanted) {
    for (var i = 0; i < 200 && status.state() != wanted; i++) {
      drive();
    }
    assertThat(status.state()).as(status.message()).isEqualTo(wanted);
  }

  private void drive() {
    var brief = RunSettings.DEFAULT.withTimeout(Duration.ofMinutes(30));
    var desired =
        new DesiredState(
            1,
            Optional.of(Setup.run("testbi").target()),
            Optional.empty(),
            brief,
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    driver
        .drive(
            desired,
            new Gate.Open(link.backend()),
            status,
            clock.instant(),
            decision -> {
              status = decision.status();
              decision.events().forEach(event -> told.add(event.kind()));
            })
        .ifPresent(clock::advance);
  }
}
