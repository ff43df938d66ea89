package dev.backupsync.scenario.apiserver;

import dev.backupsync.api.v1alpha1.SyncAnnotations;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.cluster.ApiGateway;
import dev.backupsync.cluster.ApiServer;
import dev.backupsync.cluster.BothVendors;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Vendor;
import dev.backupsync.simulator.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Edits that meet a write of ours: their events come after it and are older, so that the framework
 * drops them. The watches are frozen here, so that nothing but the write itself tells of an edit.
 */
@OnApiServer
class LateEventsIT {
  private BothVendors both;
  private ApiGateway gateway;

  @BeforeEach
  void open() {
    both = BothVendors.open();
    gateway = ApiGateway.before(ApiServer.shared());
    both.stage().operateBehind(gateway);
  }

  @AfterEach
  void close() {
    gateway.close();
    both.close();
  }

  @Test
  void aRequestIsServed() {
    runAndFreeze();
    both.request();
    both.finish();
    both.awaitRunning();
    gateway.thawWatches();
    both.finish();
    both.awaitSuccess();
    both.assertOneStartPerTrigger();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"timeout\": \"11h\"",
        "\"suspend\": true",
        "\"schedule\": \"0 3 1 1 *\"",
        "\"deletionPolicy\": \"Cancel\""
      })
  void anEditIsRead(String edit) {
    runAndFreeze();
    both.each(v -> both.stage().patch(v.kind(), "sync", "{\"spec\": {" + edit + "}}"));
    both.finish();
    both.await(status -> status.state() == SyncState.SUCCEEDED && status.observedGeneration() == 2);
    gateway.thawWatches();
    both.assertOneStartPerTrigger();
  }

  @Test
  void aCancelIsHeeded() {
    runAndFreeze();
    both.each(
        v ->
            both.stage()
                .annotate(v.kind(), "sync", SyncAnnotations.CANCEL_REQUESTED_AT, "stop it"));
    both.each(LateEventsIT::makeItWrite);
    both.await(status -> "stop it".equals(status.lastHandledCancel()));
    gateway.thawWatches();
  }

  @Test
  void aDeletionIsSeenOff() {
    runAndFreeze("deletionPolicy: Cancel");
    both.each(v -> both.stage().beginDeletion(v.kind(), "sync"));
    both.each(LateEventsIT::makeItWrite);
    both.each(v -> both.stage().awaitGone(v.kind(), "sync"));
    gateway.thawWatches();
  }

  @Test
  void anEditOfAConnectionIsRead() {
    both.each(v -> both.stage().awaitReason(v.connectionKind(), v.connection(), "Connected"));
    gateway.freezeWatches();
    both.each(
        v ->
            both.stage()
                .patch(
                    v.connectionKind(),
                    v.connection(),
                    "{\"spec\": {\"requestTimeout\": \"7s\"}}"));
    both.each(v -> v.acceptOnly("another password")); // the next probe has something to write
    both.each(LateEventsIT::awaitConnectionRead);
    gateway.thawWatches();
  }

  private static void awaitConnectionRead(Vendor vendor) {
    Stage.awaitUntil(
        () -> {
          var status = vendor.stage().get(vendor.connectionKind(), vendor.connection()).getStatus();
          return status != null && status.observedGeneration() == 2;
        });
  }

  private void runAndFreeze(String... options) {
    both.create(options);
    both.await(status -> status.state() == SyncState.SYNCHRONIZING);
    gateway.freezeWatches();
  }

  /** A poll that fails is told in status. */
  private static void makeItWrite(Vendor vendor) {
    vendor.server().faults().next(vendor.poll(), Fault.status(500));
  }
}
