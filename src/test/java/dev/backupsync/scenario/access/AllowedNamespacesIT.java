package dev.backupsync.scenario.access;

import static dev.backupsync.api.v1alpha1.SyncState.FAILED;
import static dev.backupsync.api.v1alpha1.SyncState.SUCCEEDED;
import static dev.backupsync.api.v1alpha1.SyncState.SYNCHRONIZING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.RepositorySync;
import dev.backupsync.api.v1alpha1.SyncAnnotations;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.VeeamConnection;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.simulator.VeeamRepository;
import dev.backupsync.simulator.VeeamScript;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose syncs may use a connection: its own namespace's, unless it allows more. */
@OnApiServer
class AllowedNamespacesIT {
  private static final String LABELLED =
      "{\"from\": \"Selector\", \"selector\": {\"matchLabels\": {\"backups\": \"yes\"}}}";

  private Stage owner;
  private Stage guest;
  private VeeamRepository repository;

  @BeforeEach
  void open() {
    owner = Stage.open();
    guest = Stage.open();
    repository = owner.veeam.addRepository("Mail archive").outOfSync(true);
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
    allow(LABELLED);
    guest.awaitReason(RepositorySync.class, "mail", "ConnectionNotAllowed");
    assertThat(starts()).isZero();

    guest.label(Map.of("backups", "yes"));

    runs();
    assertThat(starts()).isOne();
  }

  /** Told at once; what the vendor did meanwhile is heard once the namespace is allowed again. */
  @ParameterizedTest
  @ValueSource(strings = {"the connection", "the label"})
  void aRunInFlightIsKeptWhileItsNamespaceIsNotAllowed(String revoked) {
    allow(LABELLED);
    guest.label(Map.of("backups", "yes"));
    runs();

    if (revoked.equals("the label")) {
      guest.unlabel("backups");
    } else {
      allow("{\"from\": \"Same\", \"selector\": null}");
    }
    var told = guest.awaitReason(RepositorySync.class, "mail", "ConnectionNotAllowed");
    assertThat(told.getStatus()).isEqualTo("Unknown");
    assertThat(told.getMessage()).contains("allowedNamespaces", guest.namespace());
    assertThat(status().currentState()).isEqualTo(SYNCHRONIZING);
    assertThat(status().error()).isEqualTo(told.getMessage());

    owner.veeam.finish(repository.id());
    allow("{\"from\": \"All\", \"selector\": null}");
    guest.await(RepositorySync.class, "mail", s -> s.currentState() == SUCCEEDED);
    guest.awaitEvents("mail", "Started", "Succeeded");
    assertThat(starts()).isOne();
  }

  @Test
  void nothingNewStartsOnceTheLabelIsGoneAndNoRequestIsLost() {
    allow(LABELLED);
    guest.label(Map.of("backups", "yes"));
    runs();
    owner.veeam.finish(repository.id());
    guest.await(RepositorySync.class, "mail", s -> s.currentState() == SUCCEEDED);

    guest.unlabel("backups");
    guest.annotate(RepositorySync.class, "mail", SyncAnnotations.REQUESTED_AT, "once more");
    var refused = guest.awaitReason(RepositorySync.class, "mail", "ConnectionNotAllowed");
    assertThat(refused.getStatus()).isEqualTo("False");
    assertThat(refused.getMessage()).contains("allowedNamespaces", guest.namespace());
    assertThat(status().currentState()).isEqualTo(FAILED);
    assertThat(starts()).isOne();

    guest.label(Map.of("backups", "yes"));
    runs();
    assertThat(status().lastHandledRequest()).isEqualTo("once more");
    assertThat(starts()).isEqualTo(2);
  }

  /** Whoever may not use a connection does not learn by asking which ones there are. */
  @Test
  void aConnectionThatIsNotAllowedReadsLikeOneThatIsNotThere() {
    guest.apply(
        """
        apiVersion: backupsync.dev/v1alpha1
        kind: RepositorySync
        metadata: {name: guess}
        spec:
          connectionRef: {namespace: %s, name: none}
          repository: {name: Mail archive}
        """
            .formatted(owner.namespace()));

    var refused = guest.awaitReason(RepositorySync.class, "mail", "ConnectionNotAllowed");
    var guessed = guest.awaitReason(RepositorySync.class, "guess", "ConnectionNotAllowed");
    assertThat(guessed.getMessage()).isEqualTo(refused.getMessage().replace("/vb365 ", "/none "));
    var guess = guest.repositorySync("guess").getStatus();
    assertThat(guess.currentState()).isEqualTo(status().currentState()).isEqualTo(FAILED);
    assertThat(guess.knownConditions())
        .extracting(Condition::getType)
        .isEqualTo(status().knownConditions().stream().map(Condition::getType).toList());
  }

  /** And runs, once it is there. */
  @Test
  void aSyncMayBeThereBeforeItsConnectionOfAnotherNamespace() {
    owner.delete(VeeamConnection.class, "vb365");
    guest.annotate(RepositorySync.class, "mail", SyncAnnotations.REQUESTED_AT, "early");
    guest.awaitReason(RepositorySync.class, "mail", "ConnectionNotAllowed");

    owner.veeamConnection();
    allow("{\"from\": \"All\"}");

    runs();
    assertThat(starts()).isOne();
  }

  @ParameterizedTest
  @CsvSource({"All, 1", "Same, 0"})
  void aRunIsStoppedThroughAConnectionThatIsGoneOnlyByWhomItAllowedLast(String last, int stops) {
    allow("{\"from\": \"All\"}");
    runs();
    guest.patch(RepositorySync.class, "mail", "{\"spec\": {\"deletionPolicy\": \"Cancel\"}}");
    Stage.awaitUntil(() -> !guest.repositorySync("mail").getMetadata().getFinalizers().isEmpty());
    owner.patch(
        VeeamConnection.class,
        "vb365",
        "{\"spec\": {\"requestTimeout\": \"6s\", \"allowedNamespaces\": {\"from\": \"%s\"}}}"
            .formatted(last));
    Stage.awaitUntil(
        () -> {
          var connection = owner.get(VeeamConnection.class, "vb365");
          return connection
              .getMetadata()
              .getGeneration()
              .equals(connection.getStatus().observedGeneration());
        });
    owner.client().secrets().inNamespace(owner.namespace()).delete();
    owner.delete(VeeamConnection.class, "vb365");

    guest.delete(RepositorySync.class, "mail");

    assertThat(owner.veeam.stops()).isEqualTo(stops);
    guest.awaitEvents("mail", "Started", stops == 0 ? "LeftRunning" : "Cancelled");
  }

  private SyncStatus status() {
    return guest.repositorySync("mail").getStatus();
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
