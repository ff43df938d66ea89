package dev.backupsync.veeam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.HandClock;
import dev.backupsync.simulator.Match;
import dev.backupsync.simulator.VeeamRepository;
import dev.backupsync.simulator.VeeamScript;
import dev.backupsync.simulator.VeeamScript.End;
import dev.backupsync.simulator.VeeamScript.ProgressForm;
import dev.backupsync.simulator.VeeamScript.SecondStart;
import dev.backupsync.simulator.VeeamServer;
import dev.backupsync.statemachine.DesiredState;
import dev.backupsync.statemachine.Gate;
import dev.backupsync.statemachine.RunSettings;
import dev.backupsync.statemachine.SyncDriver;
import dev.backupsync.statemachine.TestClocks;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions without a sign of work: queued ones, and those of the past that a server keeps. */
class QueueTest {
  private final VeeamServer server = VeeamServer.started();
  private final VeeamRepository mail = server.addRepository("Mail");
  private final HandClock clock = new HandClock();
  private final VeeamClient link =
      new Links().open(server, Optional.empty(), VeeamServer.PASSWORD, clock);
  private final SyncDriver driver = new SyncDriver(TestClocks.movedBy(clock), () -> false);
  private SyncStatus status = SyncStatus.NEW;
  private Optional<String> request = Optional.empty();

  QueueTest() {
    server.script().duration(VeeamScript.BY_HAND).secondStart(SecondStart.NEW_SESSION);
  }

  @AfterEach
  void close() {
    link.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aQueuedSessionIsFollowedAndNothingStartsBesideIt(boolean inSync) {
    mail.outOfSync(!inSync);
    server.script().queuedReads(45);

    for (var i = 0; i < 40; i++) {
      drive();
      assertThat(status.state()).isEqualTo(SyncState.SYNCHRONIZING);
    }
    drive();
    server.finish(mail.id());
    driveUntil(SyncState.SUCCEEDED);

    assertThat(mail.acceptedStarts()).isEqualTo(1);
  }

  @Test
  void whatAnEarlierRunFollowedIsNotTakenForAQueue() {
    mail.outOfSync(false);
    server.script().end(new End.StayNone()).progress(ProgressForm.ABSENT);

    for (var i = 1; i <= 3; i++) {
      request = Optional.of("request " + i);
      driveUntil(SyncState.SYNCHRONIZING);
      drive();
      server.finish(mail.id());
      driveUntil(SyncState.SUCCEEDED);
      assertThat(mail.acceptedStarts()).isEqualTo(i);
    }
  }

  @Test
  void aSessionOfAnUnknownPastCostsOneRunAtMost() {
    mail.outOfSync(false);
    server.script().end(new End.StayNone()).progress(ProgressForm.ABSENT);
    server.plantSession(mail.id(), 20);
    server.finish(mail.id());

    driveUntil(SyncState.FAILED);
    assertThat(status.reason()).isEqualTo(Reason.DEADLINE_EXCEEDED);
    request = Optional.of("again");
    driveUntil(SyncState.SYNCHRONIZING);
    assertThat(mail.acceptedStarts()).isEqualTo(1);
  }

  @Test
  void aPageInsteadOfAnAnswerIsFollowedByARealStart() {
    mail.outOfSync(false);
    server.faults().next(Match.post(".*/Sync"), Fault.html(200));

    driveUntil(SyncState.SYNCHRONIZING);

    assertThat(server.count("POST", ".*/Sync")).isEqualTo(2);
    assertThat(mail.acceptedStarts()).isEqualTo(1);
  }

  private void driveUntil(SyncState wanted) {
    do {
      drive();
    } while (status.inFlight() && status.state() != wanted);
    assertThat(status.state()).as(status.message()).isEqualTo(wanted);
  }

  private void drive() {
    var brief = RunSettings.DEFAULT.withTimeout(Duration.ofMinutes(30));
    var target = Links.run(mail.id().toString()).target();
    var desired =
        new DesiredState(
            1,
            Optional.of(target),
            Optional.empty(),
            brief,
            false,
            request,
            Optional.empty(),
            Optional.empty());
    driver
        .drive(
            desired,
            new Gate.Open(link.backend()),
            status,
            clock.instant(),
            decision -> status = decision.status())
        .ifPresent(clock::advance);
  }
}
