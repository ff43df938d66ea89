package dev.backupsync.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.RepositorySync;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Prometheus is told of syncs is what the watch knows at that moment, and no more. */
class SyncMetricsTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final String MAIL = "{kind=\"RepositorySync\",name=\"mail\",namespace=\"team-a\"";

  private final List<RepositorySync> syncs = new ArrayList<>();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private boolean leads = true;

  @BeforeEach
  void follow() {
    register(registry, true);
  }

  @Test
  void aSyncThatNobodyHasLookedAtIsThere() {
    syncs.add(sync("spec: {suspend: true}"));

    assertThat(scraped())
        .containsExactlyInAnyOrder(
            "backupsync_active_runs{kind=\"RepositorySync\"} 0.0",
            "backupsync_queued_runs{kind=\"RepositorySync\"} 0.0",
            "backupsync_syncs{kind=\"RepositorySync\",reason=\"\",state=\"Pending\"} 1.0",
            "backupsync_sync_state" + MAIL + ",state=\"Pending\"} 1.0",
            "backupsync_sync_reason" + MAIL + ",reason=\"\",state=\"Pending\"} 1.0",
            "backupsync_sync_ready" + MAIL + "} 0.0",
            "backupsync_sync_suspended" + MAIL + "} 1.0");
  }

  @Test
  void oneThatSucceededTellsWhenAndWhenTheNextIsDue() {
    syncs.add(
        sync(
            """
            spec: {schedule: "0 3 * * *", timeout: 2h}
            status:
              state: Succeeded
              reason: Synchronized
              lastSuccessTime: "2026-05-01T03:40:00Z"
              lastScheduleTime: "2026-05-01T03:00:00Z"
              nextRunTime: "2026-05-02T03:00:00Z"
              conditions: [{type: Ready, status: "True"}, {type: Other, status: "True"}]
            """));

    assertThat(scraped())
        .contains(
            "backupsync_syncs{kind=\"RepositorySync\",reason=\"Synchronized\",state=\"Succeeded\"}"
                + " 1.0",
            "backupsync_sync_state" + MAIL + ",state=\"Succeeded\"} 1.0",
            "backupsync_sync_ready" + MAIL + "} 1.0",
            "backupsync_sync_suspended" + MAIL + "} 0.0",
            "backupsync_last_success_timestamp_seconds" + MAIL + "} 1.7776068E9",
            "backupsync_next_run_timestamp_seconds" + MAIL + "} 1.7776908E9",
            "backupsync_success_due_timestamp_seconds" + MAIL + "} 1.777698E9");
  }

  @Test
  void oneThatRunsTellsHowFarItIs() {
    syncs.add(
        sync(
            """
            spec: {}
            status:
              state: Synchronizing
              reason: Progressing
              progressPercent: 35
              run:
                id: run-1
                target: {connectionRef: {name: vb365, namespace: team-a}, repository: {id: r}}
                trigger: {type: Created}
                attempt: 1
                startTime: "2026-05-01T03:00:00Z"
                deadline: "2026-05-01T15:00:00Z"
            """));

    assertThat(scraped())
        .contains(
            "backupsync_active_runs{kind=\"RepositorySync\"} 1.0",
            "backupsync_sync_progress_ratio" + MAIL + "} 0.35",
            "backupsync_run_start_timestamp_seconds" + MAIL + "} 1.7776044E9",
            "backupsync_run_deadline_timestamp_seconds" + MAIL + "} 1.7776476E9",
            "backupsync_success_due_timestamp_seconds" + MAIL + "} 1.7776476E9");
  }

  @Test
  void oneThatWaitsTellsSinceWhen() {
    syncs.add(
        sync(
            """
            status:
              state: Queued
              reason: ConnectionBusy
              queuedTime: "2026-05-01T03:00:00Z"
            """));

    assertThat(scraped())
        .contains(
            "backupsync_queued_runs{kind=\"RepositorySync\"} 1.0",
            "backupsync_queued_since_timestamp_seconds" + MAIL + "} 1.7776044E9");
  }

  @Test
  void whatIsGoneIsToldNoMore() {
    syncs.add(sync("spec: {}"));
    assertThat(scraped()).anyMatch(line -> line.contains("mail"));

    syncs.clear();

    assertThat(scraped()).noneMatch(line -> line.contains("mail"));
  }

  /** By when a success is due is computed once for each version of an object. */
  @Test
  void aChangeOfTheScheduleIsToldAtOnce() {
    syncs.add(sync("spec: {timeout: 1h}"));
    assertThat(scraped())
        .contains("backupsync_success_due_timestamp_seconds" + MAIL + "} 1.7672292E9");

    syncs.set(0, sync("spec: {timeout: 2h}"));
    syncs.getFirst().getMetadata().setResourceVersion("2");

    assertThat(scraped())
        .contains("backupsync_success_due_timestamp_seconds" + MAIL + "} 1.7672328E9");
  }

  @Test
  void aReplicaThatStandsByTellsNothing() {
    syncs.add(sync("spec: {}"));
    leads = false;

    assertThat(scraped()).isEmpty();
  }

  @Test
  void withoutSingleObjectsTheSumsAreLeft() {
    var sums = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    register(sums, false);
    syncs.add(sync("status: {state: Failed, reason: TargetNotFound}"));

    assertThat(lines(sums))
        .containsExactlyInAnyOrder(
            "backupsync_active_runs{kind=\"RepositorySync\"} 0.0",
            "backupsync_queued_runs{kind=\"RepositorySync\"} 0.0",
            "backupsync_syncs{kind=\"RepositorySync\",reason=\"TargetNotFound\",state=\"Failed\"}"
                + " 1.0");
  }

  /** Somebody may have written it: it costs its own series and nobody else's. */
  @Test
  void anObjectThatCannotBeReadIsLeftOut() {
    syncs.add(sync("spec: {}"));
    syncs.add(sync("spec: {}"));
    syncs.getLast().getMetadata().setUid("2");
    syncs.getLast().getMetadata().setName("odd");
    syncs.getLast().getMetadata().setCreationTimestamp("yesterday");

    assertThat(scraped()).anyMatch(line -> line.contains("mail")).noneMatch(l -> l.contains("odd"));
  }

  private void register(PrometheusMeterRegistry where, boolean perObject) {
    var metrics = new SyncMetrics(() -> leads, perObject);
    metrics.follow("RepositorySync", syncs::stream);
    where.getPrometheusRegistry().register(metrics);
  }

  private static RepositorySync sync(String rest) {
    var head =
        """
        apiVersion: backupsync.dev/v1alpha1
        kind: RepositorySync
        metadata:
          {name: mail, namespace: team-a, uid: "1", resourceVersion: "1",
           creationTimestamp: "2026-01-01T00:00:00Z",
           annotations: {backupsync.dev/schedule-jitter: "off"}}
        """;
    return YAML.unmarshal(head + rest, RepositorySync.class);
  }

  private List<String> scraped() {
    return lines(registry);
  }

  private static List<String> lines(PrometheusMeterRegistry registry) {
    return registry.scrape().lines().filter(line -> !line.startsWith("#")).toList();
  }
}
