package dev.backupsync.scenario.lifecycle;

import static dev.backupsync.api.v1alpha1.SyncState.FAILED;
import static dev.backupsync.api.v1alpha1.SyncState.SUCCEEDED;
import static dev.backupsync.api.v1alpha1.SyncState.SYNCHRONIZING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Vendor;
import dev.backupsync.simulator.Match;
import dev.backupsync.simulator.VeeamScript;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A vendor that offers only the calls of its documentation page, everything else 404, is served:
 * the start's answer and its polling decide.
 */
@OnApiServer
class SeedVendorIT {
  private Stage stage;

  @BeforeEach
  void open() {
    stage = Stage.open();
    stage.veeam.offerOnlySeedCalls();
    stage.veeam.script().end(new VeeamScript.End.StayNone());
    stage.azure.offerOnly(
        Match.post(".*/oauth2/v2.0/token"),
        Match.post(".*/sync"),
        Match.get(".*/operationStatus/.*"));
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @ParameterizedTest
  @EnumSource
  void aRunSucceedsAsItsPollingSays(Vendor.Kind kind) {
    var vendor = running(kind);
    vendor.finish();

    vendor.await(SUCCEEDED);
    assertThat(vendor.starts()).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void aRunFailsAsItsPollingSays(Vendor.Kind kind) {
    var vendor = running(kind);
    vendor.fail("Disk is full");

    assertThat(vendor.await(FAILED).error()).contains("Disk is full");
    assertThat(vendor.starts()).isOne();
  }

  private Vendor running(Vendor.Kind kind) {
    var vendor = kind.on(stage);
    vendor.connect();
    stage.operate();
    vendor.sync("retry: {limit: 0}");
    vendor.await(SYNCHRONIZING);
    return vendor;
  }
}
