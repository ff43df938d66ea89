package dev.backupsync.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.RepositorySync;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** What 10,000 syncs cost Prometheus and the operator at each scrape; -Dfigures prints it. */
class MetricsCostTest {
  private static final int SYNCS = 10_000;
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  @Test
  void aSyncCostsSevenSeriesAndNothingIsKept() throws IOException {
    var syncs = IntStream.range(0, SYNCS).mapToObj(MetricsCostTest::sync).toList();
    var each = scraped(syncs, true);
    var sums = scraped(syncs, false);

    assertThat(series(each)).isEqualTo(series(sums) + 7L * SYNCS + 3L * SYNCS / 100);
    assertThat(series(sums)).isLessThan(20);
    assertThat(each.length() / SYNCS).as("bytes of a sync").isLessThan(1_000);
  }

  /** Most rest after a success, one of a hundred is under way, each has a schedule. */
  private static RepositorySync sync(int number) {
    var runs = number % 100 == 0;
    var text =
        """
        apiVersion: backupsync.dev/v1alpha1
        kind: RepositorySync
        metadata:
          name: mail-archive-of-tenant-%1$05d
          namespace: team-%2$04d
          uid: 8d7f0c1e-3c3b-4a51-9a3f-0000000%1$05d
          generation: 1
          resourceVersion: "1"
          creationTimestamp: "2026-01-01T00:00:00Z"
        spec:
          connectionRef: {name: vb365}
          repository: {id: 08d2e6c0-89d5-49bf-8a9b-0000000%1$05d}
          schedule: "%3$d 3 * * *"
          timeZone: Europe/Berlin
        status:
          observedGeneration: 1
          state: %4$s
          reason: %5$s
          lastSuccessTime: "2026-06-01T01:40:00Z"
          lastScheduleTime: "2026-06-01T01:00:00Z"
          observedSchedule: "%3$d 3 * * * Europe/Berlin"
          nextRunTime: "2026-06-02T01:00:12Z"
          conditions: [{type: Ready, status: "True", reason: Synchronized}]
        """
            .formatted(
                number,
                number / 10,
                number % 60,
                runs ? "Synchronizing" : "Succeeded",
                runs ? "Progressing" : "Synchronized");
    return YAML.unmarshal(runs ? text + run(number) : text, RepositorySync.class);
  }

  private static String run(int number) {
    return """
      progressPercent: 35
      run:
        id: 0c5c0000-0000-0000-0000-0000000%1$05d
        target: {connectionRef: {name: vb365, namespace: team-%2$04d}, repository: {id: 08d2e6c0-89d5-49bf-8a9b-0000000%1$05d}}
        trigger: {type: Scheduled}
        attempt: 1
        startTime: "2026-06-02T01:00:12Z"
        deadline: "2026-06-02T13:00:12Z"
    """
        .formatted(number, number / 10);
  }

  private static String scraped(List<RepositorySync> syncs, boolean perObject) throws IOException {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var metrics = new SyncMetrics(() -> true, perObject);
    metrics.follow("RepositorySync", syncs::stream);
    registry.getPrometheusRegistry().register(metrics);
    var rounds = System.getProperty("figures") == null ? 1 : 6;
    for (var round = 0; round < rounds; round++) {
      measure(registry, perObject); // the first one computes when each is due
    }
    return registry.scrape();
  }

  private static void measure(PrometheusMeterRegistry registry, boolean perObject)
      throws IOException {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    var allocated = threads.getCurrentThreadAllocatedBytes();
    var cpu = threads.getCurrentThreadCpuTime();
    var zipped = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(zipped)) {
      registry.scrape(out);
    }
    System.out.printf(
        Locale.ROOT,
        "%d syncs, %s: %d ms of CPU, %.1f MB allocated, %.2f MB, zipped %.2f MB%n",
        SYNCS,
        perObject ? "each" : "sums",
        (threads.getCurrentThreadCpuTime() - cpu) / 1_000_000,
        (threads.getCurrentThreadAllocatedBytes() - allocated) / 1e6,
        registry.scrape().length() / 1e6,
        zipped.size() / 1e6);
  }

  private static long series(String text) {
    return text.lines().filter(line -> !line.startsWith("#")).count();
  }
}
