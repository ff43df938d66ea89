package dev.backupsync.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.UpgradeCommand;
import dev.backupsync.api.v1alpha1.SyncAnnotations;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.cluster.ApiServer;
import dev.backupsync.cluster.BothVendors;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Vendor;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.Match;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * From the last release to this version, back, and to this version again: with both real processes,
 * the charts and CRDs of both, and runs of both vendors in flight over each change. No run is
 * started twice or lost, and no operator stops before its successor is there.
 */
@OnApiServer
@Execution(ExecutionMode.CONCURRENT)
class UpgradeIT {
  private static Shipped last;
  private static final Shipped NOW = Shipped.now();

  @BeforeAll
  static void build() throws IOException, InterruptedException {
    var built = LastRelease.built();
    Assumptions.assumeTrue(built.isPresent(), "no history");
    last = built.orElseThrow();
  }

  @Test
  void byHelm() {
    try (var api = ApiServer.bare()) {
      thereAndBackAgain(new Way.ByHelm(api));
    }
  }

  @Test
  void byManifests() {
    try (var api = ApiServer.bare()) {
      thereAndBackAgain(new Way.ByManifests(api));
    }
  }

  /** Version 0.1 had one lease for all releases of a namespace. */
  @Test
  void aReleaseKeepsItsLeaseAndASecondOneInItsNamespaceGetsItsOwn() {
    var api = ApiServer.shared();
    var alone = new HelmRelease(api, "upgraded-alone", "one");
    var first = new HelmRelease(api, "upgraded-both", "first");
    var second = new HelmRelease(api, "upgraded-both", "second");
    Stream.of(alone, first, second).forEach(release -> release.install(last));

    Stream.of(alone, first, second, alone).forEach(release -> release.upgrade(NOW));

    assertThat(alone.lease()).isEqualTo("backup-sync-operator");
    assertThat(first.lease()).isEqualTo("first-backup-sync-operator");
    assertThat(second.lease()).isEqualTo("backup-sync-operator");
  }

  @Test
  void valuesOfTheLastReleaseAreKeptByTheFlagThatHelmIsToldToTake() {
    var release = new HelmRelease(ApiServer.shared(), "upgraded-values", "kept");
    release.install(last);

    assertThatThrownBy(() -> release.upgrade(NOW, UpgradeCommand::reuseValues))
        .hasMessageContaining("--reset-then-reuse-values");
    release.upgrade(NOW, UpgradeCommand::resetThenReuseValues);
  }

  private static void thereAndBackAgain(Way way) {
    way.install(last);
    way.api().awaitCrds();
    try (var both = new BothVendors(new Stage(way.api().client()));
        var apart = new Stage(way.api().client());
        var pods = new Pods(way.api(), way.namespace(), way.deployment(), List.of(last, NOW))) {
      pods.rollOut();
      var atRest = atRest(apart);
      both.create();
      both.awaitRunning();

      way.prepare();
      change(way, NOW, both, pods);
      var refused = refused(apart);
      both.request();
      both.awaitRunning();
      way.prepareReturn(last);
      change(way, last, both, pods);
      both.request();
      both.awaitRunning();
      change(way, NOW, both, pods);

      both.assertOneStartPerTrigger();
      assertThat(atRest).allSatisfy(vendor -> assertThat(vendor.posts()).isEqualTo(1));
      way.tidy();
      assertStartedOnceTheyMay(apart, refused);
      assertThat(pods.running().isReady()).as(pods.running().log()).isTrue();
    }
  }

  /** Ends the run that is in flight once the other version is at work. */
  private static void change(Way way, Shipped to, BothVendors both, Pods pods) {
    way.replaceBy(to);
    way.api().awaitCrds();
    awaitRenewal(way);
    pods.rollOut();
    both.finish();
    both.awaitSuccess();
  }

  /** The process that is still the old one may renew its lease under the new roles. */
  private static void awaitRenewal(Way way) {
    var before = lease(way);
    Stage.awaitUntil(() -> !Objects.equals(lease(way).getRenewTime(), before.getRenewTime()));
    assertThat(lease(way).getHolderIdentity()).isEqualTo(before.getHolderIdentity());
  }

  private static LeaseSpec lease(Way way) {
    var leases = way.api().client().leases().inNamespace(way.namespace());
    return leases.withName("backup-sync-operator").require().getSpec();
  }

  /** One of each vendor, whose only run is over. */
  private static List<Vendor> atRest(Stage stage) {
    var vendors = vendors(stage, "at-rest");
    vendors.forEach(vendor -> vendor.await("at-rest", SyncState.SYNCHRONIZING));
    vendors.forEach(Vendor::finish);
    vendors.forEach(vendor -> vendor.await("at-rest", SyncState.SUCCEEDED));
    return vendors;
  }

  /** One of each vendor that waits for a reason that the last release does not know. */
  private static List<Vendor> refused(Stage stage) {
    stage.veeam.faults().always(Match.post(".*"), Fault.status(403));
    stage.azure.faults().always(Match.post(".*/sync"), Fault.status(403));
    var vendors = vendors(stage, "refused");
    vendors.forEach(vendor -> stage.awaitReason(vendor.kind(), "refused", "StartRefused"));
    return vendors;
  }

  private static void assertStartedOnceTheyMay(Stage stage, List<Vendor> refused) {
    refused.forEach(vendor -> vendor.server().faults().clear());
    refused.forEach(
        vendor -> stage.annotate(vendor.kind(), "refused", SyncAnnotations.REQUESTED_AT, "now"));
    refused.forEach(vendor -> vendor.await("refused", SyncState.SYNCHRONIZING));
    refused.forEach(Vendor::finish);
    refused.forEach(vendor -> vendor.await("refused", SyncState.SUCCEEDED));
    assertThat(refused).allSatisfy(vendor -> assertThat(vendor.starts()).isEqualTo(1));
  }

  /** With a target and a sync of this name for each. */
  private static List<Vendor> vendors(Stage stage, String name) {
    var vendors = Stream.of(Vendor.Kind.values()).map(kind -> kind.on(stage, name)).toList();
    vendors.forEach(Vendor::connect);
    vendors.forEach(vendor -> vendor.syncNamed(name));
    return vendors;
  }
}
