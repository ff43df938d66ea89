package dev.backupsync.scenario.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Vendor;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever somebody, or a newer release, writes into a status in mid-run, its run ends as told. */
@OnApiServer
class StatusEditsIT {
  private static final List<String> EDITS =
      List.of(
          "{'state': 'Failed'}",
          "{'state': 'Succeeded'}",
          "{'state': 'Cancelled', 'reason': 'Cancelled'}",
          "{'state': 'Queued'}",
          "{'state': 'Pending'}",
          "{'state': 'Starting'}",
          "{'state': null}",
          "{'state': 'Verifying', 'reason': 'Verifying'}",
          "{'run': {'trigger': {'type': 'Webhook'}}}",
          "{'state': 'Verifying', 'run': {'trigger': {'type': 'Webhook'}}}");

  @AutoClose private final Stage stage = Stage.open();

  static Stream<Arguments> edits() {
    return Stream.of(Vendor.Kind.values())
        .flatMap(kind -> EDITS.stream().map(edit -> Arguments.of(kind, edit)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("edits")
  void inMidRunAreMendedAndTheEndIsTold(Vendor.Kind kind, String edit) {
    var vendor = running(kind);
    var run = vendor.await(SyncState.SYNCHRONIZING).run();

    edit(vendor, edit);
    stage.stopOperator();
    stage.operate();
    var mended = stage.await(vendor.kind(), "sync", StatusEditsIT::isWhole);
    vendor.finish();
    var end = vendor.await(SyncState.SUCCEEDED);

    assertThat(mended.run().id()).isEqualTo(run.id());
    assertThat(mended.run().operation()).isEqualTo(run.operation());
    assertThat(end.lastRun().id()).isEqualTo(run.id());
    assertThat(vendor.posts()).isOne();
    stage.awaitEvents("sync", "Started", "Succeeded");
  }

  /** Nothing is known of it any more but that there was one, so that it is looked for. */
  @ParameterizedTest
  @MethodSource("kinds")
  void aRunThatIsTakenOutIsLookedFor(Vendor.Kind kind) {
    var vendor = running(kind);
    vendor.await(SyncState.SYNCHRONIZING);

    edit(vendor, "{'run': null}");
    stage.stopOperator();
    stage.operate();

    switch (kind) {
      case VEEAM -> {
        stage.await(vendor.kind(), "sync", s -> s.knownRun().filter(Run::adopted).isPresent());
        vendor.finish();
        vendor.await(SyncState.SUCCEEDED);
        assertThat(vendor.posts()).isOne();
      }
      case AZURE -> // has no list to find it in, and refuses a second one
          stage.awaitReason(vendor.kind(), "sync", "StartRefused");
    }
    assertThat(vendor.mostAtOnce()).isOne();
  }

  static Stream<Vendor.Kind> kinds() {
    return Stream.of(Vendor.Kind.values());
  }

  private Vendor running(Vendor.Kind kind) {
    var vendor = kind.on(stage);
    vendor.connect();
    stage.operate();
    vendor.sync();
    vendor.await(SyncState.SYNCHRONIZING);
    return vendor;
  }

  private void edit(Vendor vendor, String status) {
    stage.plantStatus(vendor.kind(), "sync", "{\"status\": " + status.replace('\'', '"') + "}");
  }

  private static boolean isWhole(SyncStatus status) {
    return status.currentState() == SyncState.SYNCHRONIZING
        && status.knownConditions().stream()
            .map(Condition::getType)
            .toList()
            .equals(List.of("Ready", "Reconciling"));
  }
}
