package dev.backupsync;

import static dev.backupsync.api.v1alpha1.SyncState.SUCCEEDED;
import static dev.backupsync.api.v1alpha1.SyncState.SYNCHRONIZING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.VeeamConnection;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Vendor;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.Match;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a run when its sync is deleted: nothing, unless Cancel was asked for. */
@OnApiServer
class DeletionIT {
  @AutoClose private final Stage stage = Stage.open();

  @ParameterizedTest
  @EnumSource
  void onlyASyncThatAsksForCancelCarriesAFinalizer(Vendor.Kind kind) {
    var vendor = running(kind, "deletionPolicy: Orphan");
    assertThat(finalizers(vendor)).isEmpty();

    vendor.sync("deletionPolicy: Cancel");
    Stage.awaitUntil(() -> finalizers(vendor).equals(List.of("backupsync.dev/cancel-run")));
    vendor.sync("deletionPolicy: Orphan");
    Stage.awaitUntil(() -> finalizers(vendor).isEmpty());
  }

  @Test
  void aRunOfVeeamIsStoppedBeforeItsSyncGoes() {
    var vendor = running(Vendor.Kind.VEEAM, "deletionPolicy: Cancel");

    stage.delete(vendor.kind(), "sync");

    assertThat(stage.veeam.stops()).isOne();
    assertThat(stage.veeam.runningSessions()).isEmpty();
  }

  @Test
  void aRunOfAzureCannotBeStoppedAndItsSyncGoesAllTheSame() {
    var vendor = running(Vendor.Kind.AZURE, "deletionPolicy: Cancel");

    stage.delete(vendor.kind(), "sync");

    stage.awaitEvents("sync", "Started", "CancelUnsupported");
    assertThat(vendor.starts()).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void aSyncWithoutARunGoesAtOnce(Vendor.Kind kind) {
    var vendor = running(kind, "deletionPolicy: Cancel");
    vendor.finish();
    vendor.await(SUCCEEDED);

    stage.delete(vendor.kind(), "sync");

    assertThat(stage.veeam.stops()).isZero();
  }

  @Test
  void aSyncWhoseConnectionIsGoneIsNotHeldUp() {
    var vendor = running(Vendor.Kind.VEEAM, "deletionPolicy: Cancel");
    stage.delete(VeeamConnection.class, "vb365");

    stage.delete(vendor.kind(), "sync");

    assertThat(stage.veeam.stops()).isZero();
  }

  /** Slow: waits for the bound of a minute that the operator keeps. */
  @Test
  void aVendorThatDoesNotAnswerHoldsNobodyUpForLongerThanTheBound() {
    var vendor = running(Vendor.Kind.VEEAM, "deletionPolicy: Cancel");
    stage.veeam.faults().always(Match.post(".*/StopSynchronize"), Fault.status(500));

    stage.deleteSlowly(vendor.kind(), "sync");

    assertThat(stage.veeam.runningSessions()).hasSize(1);
  }

  private Vendor running(Vendor.Kind kind, String... options) {
    var vendor = kind.on(stage);
    vendor.connect();
    stage.operate();
    vendor.sync(options);
    vendor.await(SYNCHRONIZING);
    return vendor;
  }

  private List<String> finalizers(Vendor vendor) {
    return stage.get(vendor.kind(), "sync").getMetadata().getFinalizers();
  }
}
