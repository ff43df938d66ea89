package dev.backupsync.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Vendor;
import dev.backupsync.files.GeneratedFile;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The objects that health checks are tested with are what the operator leaves behind; {@code
 * -Dupdate} exports them anew.
 */
@OnApiServer
class ExportedObjectsIT {
  private static final String REQUESTED = "backupsync.dev/requested-at";
  private static final String CANCEL_REQUESTED = "backupsync.dev/cancel-requested-at";
  private static final String TIME = "2026-11-27T03:00:00Z";

  @AutoClose private final Stage stage = Stage.open();
  private final Map<String, ObjectNode> exported = new TreeMap<>();
  private final Map<String, ObjectNode> acted = new TreeMap<>();

  /** How far the operator's clock is ahead. */
  private volatile Duration ahead = Duration.ZERO;

  /** Every row of the table of conditions, on one target, one after the other. */
  @ParameterizedTest
  @EnumSource
  void syncsAreAsTheyWereExported(Vendor.Kind kind) throws IOException {
    var vendor = kind.on(stage);
    var live = new Live(stage, vendor.kind());
    vendor.sync();
    keep("new", live.get("sync"));
    stage.operate(() -> Instant.now().plus(ahead));
    keep("without-connection", live.await("sync", "Queued", "ConnectionNotFound"));
    vendor.connect();
    var running = live.await("sync", "Synchronizing", "Progressing");
    keep("running", running);

    vendor.syncNamed("second");
    var queued = live.await("second", "Queued", "TargetBusy");
    keep("queued", queued);
    stage.annotate(vendor.kind(), "second", CANCEL_REQUESTED, TIME);
    keep("cancelled", live.await("second", "Cancelled", "Cancelled"));
    var stoppable = kind == Vendor.Kind.VEEAM ? running : queued;
    act(kind == Vendor.Kind.VEEAM ? "running" : "queued", stoppable);
    act("cancel", annotated(stoppable, CANCEL_REQUESTED));

    live.edit("sync", "'suspend': true");
    keep("suspended-while-running", live.await("sync", "Synchronizing", "Progressing"));
    vendor.finish();
    var suspended = live.await("sync", "Succeeded", "Synchronized");
    keep("suspended", suspended);
    act("suspended", suspended);
    act("resume", suspend(suspended, false));
    live.edit("sync", "'suspend': null");
    var succeeded = live.await("sync", "Succeeded", "Synchronized");
    keep("succeeded", succeeded);
    act("succeeded", succeeded);
    act("run", annotated(succeeded, REQUESTED));
    act("suspend", suspend(succeeded, true));

    keepWhatWentWrong(vendor, live);
    stage.stopOperator();
    live.edit("fifth", "'timeout': '3h'");
    keep("changed", live.get("fifth"));
    stage.plantStatus(vendor.kind(), "sync", "{\"status\": {\"state\": \"Verifying\"}}");
    keep("newer", live.get("sync"));
    assertAsExported(vendor.kind());
  }

  private void keepWhatWentWrong(Vendor vendor, Live live) {
    vendor.syncNamed("third", "suspend: true");
    keep("suspended-before-the-first-run", live.await("third", "Pending", "Suspended"));

    vendor.syncNamed("fourth", "retry: {limit: 1, interval: 1h}");
    live.await("fourth", "Synchronizing", "Progressing");
    vendor.fail("Disk is full");
    keep("retrying", live.await("fourth", "Starting", "ProgressingWithRetry"));
    live.edit("fourth", "'suspend': true");
    keep("suspended-between-attempts", live.await("fourth", "Starting", "Suspended"));

    vendor.syncNamed("fifth", "retry: {limit: 0}");
    live.await("fifth", "Synchronizing", "Progressing");
    vendor.fail("Disk is full");
    keep("failed", live.await("fifth", "Failed", "SyncFailed"));
    live.edit("fifth", "'suspend': true");
    keep("suspended-after-a-failure", live.await("fifth", "Failed", "SyncFailed"));

    vendor.syncNamed("sixth", "timeout: 1h");
    live.await("sixth", "Synchronizing", "Progressing");
    ahead = Duration.ofHours(1).plusSeconds(2);
    keep("timed-out", live.await("sixth", "Failed", "DeadlineExceeded"));
  }

  @ParameterizedTest
  @EnumSource
  void connectionsAreAsTheyWereExported(Vendor.Kind kind) throws IOException {
    var vendor = kind.on(stage);
    var live = new Live(stage, vendor.connectionKind());
    var name = vendor.connection();
    vendor.connect();
    keep("new", live.get(name));
    stage.client().secrets().inNamespace(stage.namespace()).delete();
    stage.operate();
    keep("secret-not-found", live.await(name, "", "SecretNotFound"));
    vendor.password(false);
    keep("credentials-refused", live.await(name, "", "CredentialsInvalid"));
    vendor.password(true);
    keep("connected", live.await(name, "", "Connected"));
    stage.stopOperator();
    stage.plantStatus(
        vendor.connectionKind(),
        name,
        """
        {"status": {"conditions": [{"type": "Ready", "status": "Unknown", "reason": "Rotating",
          "message": "The password is being changed", "lastTransitionTime": "%s"}]}}
        """
            .formatted(TIME));
    keep("newer", live.get(name));
    live.edit(name, "'requestTimeout': '6s'");
    keep("changed", live.get(name));
    assertAsExported(vendor.connectionKind());
  }

  private void keep(String file, ObjectNode object) {
    exported.put(file + ".yaml", Exported.of(object));
  }

  private void act(String file, ObjectNode object) {
    acted.put(file + ".yaml", Exported.of(object));
  }

  private static ObjectNode annotated(ObjectNode object, String annotation) {
    var copy = object.deepCopy();
    ((ObjectNode) copy.get("metadata")).withObject("/annotations").put(annotation, TIME);
    return copy;
  }

  private static ObjectNode suspend(ObjectNode object, boolean suspend) {
    var copy = object.deepCopy();
    ((ObjectNode) copy.get("spec")).put("suspend", suspend);
    return copy;
  }

  private void assertAsExported(Class<? extends HasMetadata> kind) throws IOException {
    var customization = new Customization(HasMetadata.getKind(kind));
    assertAsExported(customization.folder().resolve("testdata"), exported);
    assertAsExported(customization.actions().resolve("testdata"), acted);
  }

  private static void assertAsExported(Path folder, Map<String, ObjectNode> objects)
      throws IOException {
    for (var object : objects.entrySet()) {
      new GeneratedFile(folder.resolve(object.getKey()), ExportedObjectsIT.class)
          .update(ObjectFile.yaml(object.getValue()));
    }

    assertThat(ObjectFile.names(folder)).containsExactlyElementsOf(objects.keySet());
    assertThat(objects)
        .allSatisfy(
            (file, object) ->
                assertThat(judged(ObjectFile.tree(ObjectFile.text(folder.resolve(file)))))
                    .as("%s: run the test with -Dupdate, and look at the difference", file)
                    .isEqualTo(judged(object)));
  }

  /** As text, so that numbers are compared as they are written. */
  private static String judged(ObjectNode object) {
    return ObjectFile.yaml(Exported.judged(object));
  }
}
