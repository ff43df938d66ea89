package dev.backupsync.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.RepositorySync;
import dev.backupsync.api.v1alpha1.SyncStatus;
import io.fabric8.kubernetes.api.model.DefaultKubernetesResourceList;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a CRD that nobody can try, as where the API server refuses every dry run. */
class CrdCheckTest {
  private static final String SYNCS =
      "/apis/backupsync.dev/v1alpha1/namespaces/backup/repositorysyncs";

  private final KubernetesMockServer server = new KubernetesMockServer(false);

  @BeforeEach
  void refuse() {
    server.init();
    var list = new DefaultKubernetesResourceList<RepositorySync>();
    list.setItems(List.of(sync()));
    server.expect().get().withPath(SYNCS + "?limit=1").andReturn(200, list).always();
  }

  @AfterEach
  void close() {
    server.destroy();
  }

  @Test
  void noReconcileTriesAgainWhatNobodyCouldTellAndTheTimerDoes() throws InterruptedException {
    try (var client = server.createClient()) {
      var check =
          new CrdCheck<RepositorySync, SyncStatus>(
              client, RepositorySync.class, SyncStatus.NEW, "nothing", Set.of("backup"));

      IntStream.range(0, 5).forEach(_ -> check.tryOnce());
      assertThat(dryRuns()).isEqualTo(1);
      check.tryAgain();
      assertThat(dryRuns()).isEqualTo(1);
      assertThat(check.problem()).isEmpty();
    }
  }

  /** Since the last time. */
  private long dryRuns() throws InterruptedException {
    var dryRuns = 0;
    while (server.getRequestCount() > taken) {
      taken++;
      dryRuns += server.takeRequest().getPath().contains("dryRun=All") ? 1 : 0;
    }
    return dryRuns;
  }

  private int taken;

  private static RepositorySync sync() {
    var sync = new RepositorySync();
    sync.getMetadata().setNamespace("backup");
    sync.getMetadata().setName("sync");
    sync.getMetadata().setResourceVersion("1");
    return sync;
  }
}
