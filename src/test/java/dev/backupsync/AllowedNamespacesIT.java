package dev.backupsync;

import static dev.backupsync.api.v1alpha1.SyncState.SYNCHRONIZING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.RepositorySync;
import dev.backupsync.api.v1alpha1.VeeamConnection;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.simulator.VeeamScript;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose syncs may use a connection: its own namespace's, unless it allows more. */
@OnApiServer
class AllowedNamespacesIT {
  private Stage owner;
  private Stage guest;

  @BeforeEach
  void open() {
    owner = Stage.open();
    guest = Stage.open();
    owner.veeam.addRepository("Mail archive").outOfSync(true);
    owner.veeam.script().duration(VeeamScript.BY_HAND);
    owner.veeamConnection();
    owner.operateAlsoIn(guest.namespace());
    guest.apply(
        """
        apiVersion: backupsync.dev/v1alpha1
        kind: RepositorySync
        metadata: {name: mail}
        spec:
          connectionRef: {namespace: %s, name: vb365}
          repository: {name: Mail archive}
          pollInterval: 1s
        """
            .formatted(owner.namespace()));
  }

  @AfterEach
  void close() {
    owner.close();
    guest.close();
  }

  @Test
  void aForeignNamespaceIsRefusedUntilTheConnectionAllowsIt() {
    var refused = guest.awaitReason(RepositorySync.class, "mail", "ConnectionNotAllowed");
    assertThat(refused.getStatus()).isEqualTo("False");
    assertThat(refused.getMessage()).contains("allowedNamespaces", guest.namespace());
    assertThat(starts()).isZero();

    allow("{\"from\": \"All\"}");

    runs();
    assertThat(starts()).isOne();
  }

  @Test
  void aSelectorIsJudgedAgainWhenLabelsChange() {
    allow("{\"from\": \"Selector\", \"selector\": {\"matchLabels\": {\"backups\": \"yes\"}}}");
    guest.awaitReason(RepositorySync.class, "mail", "ConnectionNotAllowed");
    assertThat(starts()).isZero();

    guest.label(Map.of("backups", "yes"));

    runs();
    assertThat(starts()).isOne();
  }

  private void allow(String namespaces) {
    owner.patch(
        VeeamConnection.class,
        "vb365",
        "{\"spec\": {\"allowedNamespaces\": %s}}".formatted(namespaces));
  }

  private void runs() {
    guest.await(RepositorySync.class, "mail", s -> s.currentState() == SYNCHRONIZING);
  }

  private int starts() {
    return owner.veeam.count("POST", ".*/Sync");
  }
}
