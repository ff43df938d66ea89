package dev.backupsync.scenario.lifecycle;

import static dev.backupsync.api.v1alpha1.SyncState.SUCCEEDED;
import static dev.backupsync.api.v1alpha1.SyncState.SYNCHRONIZING;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.backupsync.api.v1alpha1.VeeamConnection;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Vendor;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.Match;
import io.fabric8.kubernetes.api.model.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

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

    stage.awaitEvents("sync", "Started", "CancelUnsupported", "LeftRunning");
    assertThat(messages("LeftRunning"))
        .singleElement()
        .asString()
        .startsWith("Azure operation ")
        .contains("/testbi was left running", "the vendor cannot stop it");
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
  void aRunIsStoppedAlsoWhereItsConnectionIsGone() {
    var vendor = running(Vendor.Kind.VEEAM, CANCEL);
    stage.delete(VeeamConnection.class, "vb365");

    stage.delete(vendor.kind(), "sync");

    assertStopped(1);
    stage.awaitEvents("sync", "Started", "Cancelled");
  }

  @Test
  void aRunIsStoppedAlsoWhereTheSecretIsGone() {
    var vendor = running(Vendor.Kind.VEEAM, CANCEL);
    stage.client().secrets().inNamespace(stage.namespace()).delete();
    stage.awaitReason(vendor.connectionKind(), vendor.connection(), "SecretNotFound");

    stage.delete(vendor.kind(), "sync");

    assertStopped(1);
    stage.awaitEvents("sync", "Started", "Cancelled");
  }

  /** The token in hand still works. */
  @Test
  void aRunIsStoppedAlsoWhereTheSecretIsWrongByNow() {
    var vendor = running(Vendor.Kind.VEEAM, CANCEL);
    vendor.password(false);
    stage.awaitReason(vendor.connectionKind(), vendor.connection(), "CredentialsInvalid");

    stage.delete(vendor.kind(), "sync");

    assertStopped(1);
  }

  /** The other server knows nothing of the session, and would call it stopped. */
  @Test
  void aRunIsStoppedWhereItBeganAlsoIfItsConnectionLeadsElsewhereByNow() {
    try (var elsewhere = Stage.open()) {
      var vendor = running(Vendor.Kind.VEEAM, CANCEL);
      stage.patch(
          vendor.connectionKind(),
          "vb365",
          "{\"spec\": {\"url\": \"%s\"}}".formatted(elsewhere.veeam.url()));
      Stage.awaitUntil(() -> elsewhere.veeam.count("GET", ".*/ServiceInstance") > 0);
      Stage.awaitUntil(
          () ->
              elsewhere
                  .veeam
                  .url()
                  .toString()
                  .equals(stage.get(VeeamConnection.class, "vb365").getStatus().url()));

      stage.delete(vendor.kind(), "sync");

      assertStopped(1);
      assertThat(elsewhere.veeam.requests().count(STOP)).isZero();
    }
  }

  /** As {@code kubectl delete -f} of one file does, and a namespace that goes. */
  @ParameterizedTest
  @CsvSource({"secrets, connection", "connection, secrets"})
  void everyRunIsStoppedWhateverGoesBeforeItsSync(String first, String second) {
    var vendor = Vendor.Kind.VEEAM.on(stage);
    vendor.connect();
    stage.patch(vendor.connectionKind(), "vb365", "{\"spec\": {\"maxConcurrentSyncs\": 20}}");
    stage.operate(() -> time);
    var names = IntStream.range(0, 12).mapToObj(i -> "sync-" + i).toList();
    names.forEach(name -> Vendor.Kind.VEEAM.on(stage, "Of " + name).syncNamed(name, CANCEL));
    names.forEach(name -> vendor.await(name, SYNCHRONIZING));
    assertThat(stage.veeam.runningSessions()).hasSize(12);

    for (var what : List.of(first, second)) {
      if (what.equals("secrets")) {
        stage.client().secrets().inNamespace(stage.namespace()).delete();
        stage.client().configMaps().inNamespace(stage.namespace()).delete();
      } else {
        stage.beginDeletion(vendor.connectionKind(), vendor.connection());
      }
    }
    stage.awaitGone(vendor.connectionKind(), vendor.connection());
    var logins = stage.veeam.count("POST", ".*/token");
    names.forEach(name -> stage.beginDeletion(vendor.kind(), name));
    names.forEach(name -> stage.awaitGone(vendor.kind(), name));

    assertStopped(12);
    assertThat(stage.veeam.count("POST", ".*/token")).isEqualTo(logins);
    Stage.awaitUntil(() -> stage.veeam.count("POST", ".*/logout") == 1); // needed no more
    assertThat(messages("LeftRunning")).isEmpty();
  }

  /** A new process has no client of before. */
  @ParameterizedTest
  @EnumSource
  void whichRunIsLeftIsSaidWhereNobodyCanStopIt(Vendor.Kind kind) {
    var vendor = running(kind, CANCEL);
    var operation = stage.get(vendor.kind(), "sync").getStatus().run().operation().id();
    stage.stopOperator();
    stage.delete(vendor.connectionKind(), vendor.connection());
    stage.operate(() -> time);

    var log = new ListAppender<ILoggingEvent>();
    var logger = (Logger) LoggerFactory.getLogger("dev.backupsync.controller.status.Events");
    log.start();
    logger.addAppender(log);
    try {
      stage.delete(vendor.kind(), "sync");
    } finally {
      logger.detachAppender(log);
    }

    stage.awaitEvents("sync", "Started", "LeftRunning");
    assertThat(messages("LeftRunning"))
        .singleElement()
        .asString()
        .contains(
            " " + operation + " on ", "There is no " + vendor.connectionKind().getSimpleName());
    assertThat(log.list)
        .filteredOn(line -> line.getFormattedMessage().contains(operation))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.getLevel()).isEqualTo(Level.WARN);
              assertThat(line.getMDCPropertyMap())
                  .containsEntry("namespace", stage.namespace())
                  .containsEntry("name", "sync");
            });
    assertThat(vendor.starts()).isOne();
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
    assertStopped(1);
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
    vendor.acceptOnly("another");
    time = time.plusSeconds(5);
    stage.awaitReason(vendor.connectionKind(), vendor.connection(), "CredentialsInvalid");
    stage.awaitReason(vendor.kind(), "sync", "ConnectionNotReady");

    stage.veeam.faults().clear();
    time = time.plusSeconds(20); // also the next look that a failed stop put off is due
    vendor.givePassword("another");
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
    assertThat(messages("LeftRunning"))
        .singleElement()
        .asString()
        .contains("could not be stopped within 60 s");
  }

  @Test
  void aClockThatIsBehindTheApiServersHoldsASyncForAMinuteToo() {
    time = time.minus(Duration.ofHours(2));
    var vendor = running(Vendor.Kind.VEEAM, CANCEL);
    stage.veeam.faults().always(STOP, Fault.status(500));
    stage.beginDeletion(vendor.kind(), "sync");
    Stage.awaitUntil(() -> stopsSent() > 0);

    time = time.plusSeconds(61);

    stage.awaitGone(vendor.kind(), "sync");
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

  private void assertStopped(int runs) {
    assertThat(stage.veeam.stops()).isEqualTo(runs);
    assertThat(stage.veeam.runningSessions()).isEmpty();
  }

  private List<String> messages(String reason) {
    return stage.client().v1().events().inNamespace(stage.namespace()).list().getItems().stream()
        .filter(event -> event.getReason().equals(reason))
        .map(Event::getMessage)
        .toList();
  }

  private int stopsSent() {
    return stage.veeam.requests().count(STOP);
  }

  private List<String> finalizers(Vendor vendor) {
    return stage.get(vendor.kind(), "sync").getMetadata().getFinalizers();
  }
}
