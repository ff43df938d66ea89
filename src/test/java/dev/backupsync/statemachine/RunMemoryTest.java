package dev.backupsync.statemachine;

import static dev.backupsync.statemachine.Scene.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;

/** A run is in flight until it is the last run, whatever the state says. */
class RunMemoryTest {
  @ParameterizedTest
  @NullSource
  @EnumSource
  void aRunWithAHandleIsFollowed(SyncState state) {
    var read = read(SampleStatus.RUNNING.status.withState(state));

    assertThat(read.state()).isEqualTo(SyncState.SYNCHRONIZING);
    assertThat(read.run()).isEqualTo(read(SampleStatus.RUNNING.status).run());
  }

  @ParameterizedTest
  @NullSource
  @EnumSource
  void aRunWithoutAHandleIsLookedForBeforeItStarts(SyncState state) {
    var read = read(SampleStatus.LOOKING.status.withState(state));

    assertThat(read.state()).isEqualTo(SyncState.STARTING);
    assertThat(read.run().inDoubt()).isEqualTo(state == null || state == SyncState.SYNCHRONIZING);
    assertThat(Scene.of(read).decide().call()).isInstanceOf(VendorCall.Locate.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"STARTING", "SYNCHRONIZING"})
  void aRunThatIsOverIsNotFollowedAgain(SyncState state) {
    var read = read(SampleStatus.SUCCEEDED.status.withState(state));

    assertThat(read.inFlight()).isFalse();
    assertThat(Scene.of(read).decide().status().state()).isEqualTo(SyncState.SUCCEEDED);
    assertThat(Scene.of(read).decide().call()).isEqualTo(new VendorCall.None());
  }

  @Test
  void aRunThatWasTakenOutIsLookedFor() {
    var read = read(SampleStatus.SUCCEEDED.status.withRun(null).withState(SyncState.SYNCHRONIZING));

    assertThat(Scene.of(read).decide().call()).isInstanceOf(VendorCall.Locate.class);
  }

  private static SyncStatus read(SyncStatus status) {
    return StatusSanitizer.status(status, target -> target.repository() != null, T0);
  }
}
