package dev.backupsync.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResourcesTest {
  private final KubernetesSerialization json = new KubernetesSerialization();

  @BeforeEach
  void knowTheKinds() {
    json.registerKubernetesResource(RepositorySync.class);
  }

  @Test
  void optionsStandBesideTheRestOfTheSpec() {
    var sync =
        json.unmarshal(
            """
            apiVersion: backupsync.dev/v1alpha1
            kind: RepositorySync
            metadata: {name: mail, namespace: backup}
            spec:
              connectionRef: {name: vb365}
              repository: {name: Mail archive}
              timeout: 12h
              retry: {limit: 3}
            """,
            RepositorySync.class);

    assertThat(sync.getSpec().options().timeout()).isEqualTo("12h");
    assertThat(json.asJson(sync.getSpec()))
        .isEqualTo(
            """
            {"connectionRef":{"name":"vb365"},"repository":{"name":"Mail archive"},\
            "timeout":"12h","retry":{"limit":3}}\
            """);
  }

  @Test
  void statusSurvivesTheWayThroughJson() {
    var target = Target.of(new ConnectionRef("backup", "vb365"), new RepositoryRef(null, "Mail"));
    var now = Instant.parse("2026-01-01T00:00:00Z");
    var trigger = new Trigger(TriggerType.REQUESTED, "1");
    var status =
        SyncStatus.NEW
            .withState(SyncState.STARTING)
            .withReason(Reason.STARTING)
            .withRun(Run.begin("id", target, trigger, now).withDeadline(now.plusSeconds(60)))
            .withLastError(SyncError.of("Boom", "it broke", "mend it").at(now))
            .withHistory(
                List.of(
                    new RunRecord("x", trigger, now, now, RunResult.FAILED, null, 1, "it broke")));

    assertThat(json.unmarshal(json.asJson(status), SyncStatus.class)).isEqualTo(status);
  }

  @Test
  void anErrorWithoutAdviceIsTheSameOnceItIsReadBack() {
    var error = SyncError.of("Boom", "it broke");

    var again = json.unmarshal(json.asJson(error.at(Instant.EPOCH)), SyncError.class);

    assertThat(error.sameAs(again)).isTrue();
  }
}
