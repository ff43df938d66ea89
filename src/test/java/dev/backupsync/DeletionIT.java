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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a run when its sync is deleted: nothing, unless Cancel was asked for. */
@OnApiServer
class DeletionIT {
  private static final String CANCEL = "deletionPolicy: Cancel";
  private static final Match STOP = Match.post(".*/StopSynchronize");

  @AutoClose private final Stage stage = Stage.open();

  /** The operator's clock stands still: what goes does so before its bound, unless time is set. */
  private volatile Instant time = Instant.now();

  @ParameterizedTest
  @EnumSource
  void onlyASyncThatAsksForCancelCarriesAFinalizer(Vendor.Kind kind) {
    var vendor = running(kind, "deletionPolicy: Orphan");
    assertThat(finalizers(vendor)).isEmpty();

    vendor.sync(CANCEL);
    Stage.awaitUntil(() -> finalizers(vendor).equals(List.of("backupsync.dev/cancel-run")));
    vendor.sync("deletionPolicy: Orphan");
    Stage.awaitUntil(() -> finalizers(vendor).isEmpty());
  }

  @Test
  void aRunOfVeeamIsStoppedBeforeItsSyncGoes() {
    var vendor = running(Vendor.Kind.VEEAM, CANCEL);

    stage.delete(vendor.kind(), "sync");

    assertThat(stage.veeam.stops()).isOne();
    assertThat(stage.veeam.runningSessions()).isEmpty();
  }

  @Test
  void aRunOfAzureCannotBeStoppedAndItsSyncGoesAllTheSame() {
    var vendor = running(Vendor.Kind.AZURE, CANCEL);

    stage.delete(vendor.kind(), "sync");

    stage.awaitEvents("sync", "Started", "CancelUnsupported");
    assertThat(vendor.starts()).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void aSyncWithoutARunGoesAtOnce(Vendor.Kind kind) {
    var vendor = running(kind, CANCEL);
    vendor.finish();
    vendor.await(SUCCEEDED);

    stage.delete(vendor.kind(), "sync");

    assertThat(stage.veeam.stops()).isZero();
  }

  @Test
  void aSyncWhoseConnectionIsGoneIsNotHeldUp() {
    var vendor = running(Vendor.Kind.VEEAM, CANCEL);
    stage.delete(VeeamConnection.class, "vb365");

    stage.delete(vendor.kind(), "sync");

    assertThat(stage.veeam.stops()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void aSyncWhoseConnectionHasLostItsSecretIsNotHeldUp(Vendor.Kind kind) {
    var vendor = running(kind, CANCEL);
    stage.client().secrets().inNamespace(stage.namespace()).delete();
    stage.awaitReason(vendor.connectionKind(), vendor.connection(), "SecretNotFound");

    stage.delete(vendor.kind(), "sync");

    assertThat(stage.veeam.stops()).isZero();
  }

  /** The namespace controller deletes kind by kind, in any order. */
  @ParameterizedTest
  @CsvSource({
    "secrets, connections, syncs",
    "secrets, syncs, connections",
    "connections, secrets, syncs",
    "connections, syncs, secrets",
    "syncs, secrets, connections",
    "syncs, connections, secrets"
  })
  void aNamespaceThatIsDeletedIsNotHeldUp(String first, String second, String third) {
    var vendors = Stream.of(Vendor.Kind.values()).map(kind -> kind.on(stage)).toList();
    vendors.forEach(Vendor::connect);
    stage.operate(() -> time);
    vendors.forEach(vendor -> run(vendor, CANCEL));
    stage.client().namespaces().withName(stage.namespace()).delete(); // lets nothing new in

    for (var objects : List.of(first, second, third)) {
      switch (objects) {
        case "secrets" -> stage.client().secrets().inNamespace(stage.namespace()).delete();
        case "connections" ->
            vendors.forEach(v -> stage.beginDeletion(v.connectionKind(), v.connection()));
        case "syncs" -> vendors.forEach(v -> stage.beginDeletion(v.kind(), "sync"));
        default -> throw new IllegalArgumentException(objects);
      }
    }

    vendors.forEach(v -> stage.awaitGone(v.kind(), "sync"));
    vendors.forEach(v -> assertThat(v.starts()).isOne());
  }

  /** It logs out, also with the client that the probe was made with. */
  @Test
  void aConnectionThatGoesWhileItIsProbedIsGone() {
    var vendor = running(Vendor.Kind.VEEAM);
    var look = Match.path(".*/ServiceInstance");
    stage.veeam.faults().next(look, new Fault.Latency(Duration.ofSeconds(2)));
    stage.patch(vendor.connectionKind(), "vb365", "{\"spec\": {\"requestTimeout\": \"6s\"}}");
    Stage.awaitUntil(() -> stage.veeam.faults().pending() == 0);

    stage.delete(vendor.connectionKind(), vendor.connection());

    Stage.awaitUntil(() -> stage.veeam.count("POST", ".*/logout") == 2);
    vendor.syncNamed("late");
    stage.awaitReason(vendor.kind(), "late", "ConnectionNotFound");
  }

  @Test
  void aSyncWhoseConnectionMayRecoverWaitsForIt() {
    var vendor = running(Vendor.Kind.VEEAM, CANCEL);
    stage.veeam.faults().always(STOP, Fault.status(500));
    stage.beginDeletion(vendor.kind(), "sync");
    Stage.awaitUntil(() -> stopsSent() > 0);
    vendor.password(false);
    stage.awaitReason(vendor.connectionKind(), vendor.connection(), "CredentialsInvalid");
    time = time.plusSeconds(5);
    stage.awaitReason(vendor.kind(), "sync", "ConnectionNotReady");

    stage.veeam.faults().clear();
    vendor.password(true);
    stage.awaitGone(vendor.kind(), "sync");

    assertThat(stage.veeam.stops()).isOne();
  }

  /** That it was still there is told by what it asks of the vendor after the clock moved on. */
  @Test
  void aVendorThatDoesNotAnswerHoldsASyncForAMinuteAndNoLonger() {
    var vendor = running(Vendor.Kind.VEEAM, CANCEL);
    stage.veeam.faults().always(STOP, Fault.status(500));
    stage.beginDeletion(vendor.kind(), "sync");
    var deleted =
        Instant.parse(stage.get(vendor.kind(), "sync").getMetadata().getDeletionTimestamp());
    Stage.awaitUntil(() -> stopsSent() > 0);

    for (var seconds : new int[] {30, 57, 59}) {
      var before = stopsSent();
      var then = deleted.plusSeconds(seconds);
      time = then;
      Stage.awaitUntil(() -> stopsSent() > before);
      stage.await(vendor.kind(), "sync", s -> then.equals(s.lastError().time()));
    }
    time = deleted.plusSeconds(60);
    stage.awaitGone(vendor.kind(), "sync");

    assertThat(stage.veeam.runningSessions()).hasSize(1);
  }

  /** Nothing but the bound itself brings the operator back to such a sync. */
  @Test
  void aConnectionThatStaysNotReadyHoldsASyncNoLongerThanTheBound() {
    var vendor = running(Vendor.Kind.VEEAM, CANCEL);
    stage.stopOperator();
    vendor.password(false);
    stage.operate(() -> Instant.now().plusSeconds(55));
    stage.awaitReason(vendor.kind(), "sync", "ConnectionNotReady");

    stage.delete(vendor.kind(), "sync");

    assertThat(stage.veeam.runningSessions()).hasSize(1);
  }

  private Vendor running(Vendor.Kind kind, String... options) {
    var vendor = kind.on(stage);
    vendor.connect();
    stage.operate(() -> time);
    run(vendor, options);
    return vendor;
  }

  private static void run(Vendor vendor, String... options) {
    vendor.sync(options);
    vendor.await(SYNCHRONIZING);
  }

  private int stopsSent() {
    return stage.veeam.requests().count(STOP);
  }

  private List<String> finalizers(Vendor vendor) {
    return stage.get(vendor.kind(), "sync").getMetadata().getFinalizers();
  }
}
