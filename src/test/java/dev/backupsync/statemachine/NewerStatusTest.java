package dev.backupsync.statemachine;

import static dev.backupsync.statemachine.Scene.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.BackupInstanceRef;
import dev.backupsync.api.v1alpha1.BackupInstanceSync;
import dev.backupsync.api.v1alpha1.ConnectionRef;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.SyncType;
import dev.backupsync.api.v1alpha1.Target;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A status that a newer release wrote, read after a rollback. */
class NewerStatusTest {
  private static final String NEWER = "Newer";
  private static final String HANDLE = "'operation': {'id': 'op', 'url': 'https://x/op'},";
  private static final Target TARGET =
      Target.of(
          new ConnectionRef("n", "azure"),
          new BackupInstanceRef("s", "g", "vault", "i", SyncType.FORCE_RESYNC));

  private final KubernetesSerialization json = new KubernetesSerialization();

  /** Every word that a status may hold. */
  static Stream<String> words() {
    return Stream.of(
        "'Synchronizing'",
        "'Progressing'",
        "'Requested'",
        "'ForceResync'",
        "'Scheduled'",
        "'Failed'",
        "'SyncFailed'");
  }

  @ParameterizedTest
  @MethodSource("words")
  void aNewerWordCostsNeitherTheRunNorItsHandleNorTheHistory(String word) {
    var status = read(sample(HANDLE).replace(word, "'" + NEWER + "'"));

    assertThat(status.state()).isEqualTo(SyncState.SYNCHRONIZING);
    assertThat(status.knownRun().flatMap(Run::knownOperation)).isPresent();
    assertThat(status.lastRun().id()).isEqualTo("r0");
    assertThat(status.history()).hasSize(1);
    assertThat(Scene.of(status).target(TARGET).decide().call()).isInstanceOf(VendorCall.Poll.class);
  }

  @ParameterizedTest
  @MethodSource("words")
  void andItOutlivesBeingWrittenBack(String word) {
    if (List.of("'Synchronizing'", "'Progressing'").contains(word)) {
      return; // the sync's own state and reason are decided anew
    }
    var written = json.asJson(read(sample(HANDLE).replace(word, "'" + NEWER + "'")));

    assertThat(written).contains("\"" + NEWER + "\"");
  }

  @Test
  void anUnknownStateWithoutAHandleLooksBeforeItStarts() {
    var status = read(sample("").replace("'Synchronizing'", "'" + NEWER + "'"));

    assertThat(status.state()).isEqualTo(SyncState.STARTING);
    assertThat(status.run().inDoubt()).isTrue();
  }

  @Test
  void anUnknownResultIsNoSuccess() {
    var over = sample(HANDLE).replace("'r0'", "'r1'").replace("'Failed'", "'" + NEWER + "'");
    var rest = Scene.of(read(over)).target(TARGET).decide().status();

    assertThat(rest.state()).isEqualTo(SyncState.FAILED);
    assertThat(rest.message()).contains(NEWER);
    assertThat(rest.lastRun().resultWord()).isEqualTo(NEWER);
  }

  private SyncStatus read(String status) {
    var object =
        json.unmarshal(
            "{\"apiVersion\":\"backupsync.dev/v1alpha1\",\"kind\":\"BackupInstanceSync\",\"status\":"
                + status.replace('\'', '"')
                + "}",
            BackupInstanceSync.class);
    return StatusSanitizer.status(
        object.getStatus(), target -> target.backupInstance() != null, T0);
  }

  private static String sample(String handle) {
    return """
    {'state': 'Synchronizing', 'reason': 'Progressing', 'run': {'id': 'r1', %s 'attempt': 1,
      'adopted': false, 'misses': 0, 'trigger': {'type': 'Requested', 'token': 'a'},
      'target': {'connectionRef': {'namespace': 'n', 'name': 'azure'}, 'backupInstance': {
        'subscriptionId': 's', 'resourceGroup': 'g', 'vaultName': 'vault',
        'backupInstanceName': 'i', 'syncType': 'ForceResync'}}},
     'lastRun': {'id': 'r0', 'trigger': {'type': 'Scheduled'}, 'result': 'Failed',
       'reason': 'SyncFailed', 'attempts': 1},
     'history': [{'id': 'r0', 'trigger': {'type': 'Scheduled'}, 'result': 'Failed',
       'reason': 'SyncFailed', 'attempts': 1}]}
    """
        .formatted(handle);
  }
}
