package dev.backupsync.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backupsync.api.v1alpha1.BackupInstanceSync;
import dev.backupsync.api.v1alpha1.RepositorySync;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.simulator.AzureProblem;
import dev.backupsync.simulator.AzureServer;
import dev.backupsync.simulator.Recorder;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Thousands of random and mutated objects on the real API server: each is refused by the server or
 * given a reason by the operator, and none stops the operator or holds up an object that means
 * well.
 */
@OnApiServer
@Isolated("listens to all that is logged")
class HostileObjectsIT {
  private static final int OBJECTS = Integer.getInteger("hostile.objects", 1_500);

  /** Fixed in a build, so that a red one can be played again; drawn anew for a longer run. */
  private static final long SEED =
      Long.getLong(
          "seed", System.getProperty("hostile.objects") == null ? 20_261_127L : System.nanoTime());

  private static final int GOOD_EVERY = 50;
  private static final int AT_A_TIME = 32;
  private static final Duration PATIENCE = Duration.ofMinutes(3).plusMillis(20L * OBJECTS);
  private static final Pattern PLAIN_PATH = Pattern.compile("[A-Za-z0-9/._~%=-]*");
  private static final Pattern ODD = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger edited = new AtomicInteger();
  private final AtomicInteger deleted = new AtomicInteger();
  private final List<String> goodVeeam = new ArrayList<>();
  private final List<String> goodAzure = new ArrayList<>();
  private final List<Throwable> broken = new CopyOnWriteArrayList<>();
  private Stage stage;
  private RawApi api;
  private Lines log;

  @BeforeEach
  void open() {
    log = Lines.captured();
    stage = Stage.open();
    api = new RawApi(stage);
    stage.veeam.script().duration(Duration.ofMillis(200));
    stage.azure.script().duration(Duration.ofMillis(200));
    stage.veeamConnection().azureConnection().operate();
  }

  @AfterEach
  void close() {
    stage.close();
    log.close();
  }

  @Test
  void noneStopsTheOperatorOrHoldsUpAnother() throws Exception {
    System.out.printf("Hostile objects: %d, -Dseed=%d%n", OBJECTS, SEED);
    var began = System.nanoTime();
    var heapBefore = heap();
    try (var pulse = Pulse.of(stage.operator().httpPort())) {
      sendAll();
      assertThat(broken).isEmpty();
      awaitTheGood();
      awaitReasons();
      var reasons = reasons();
      var heapAfter = heap();
      var series = pulse.series();
      removeAll();
      System.out.printf(
          "Hostile objects: %d sent in %d s (-Dseed=%d): %d refused, %d accepted, %d edited after,"
              + " %d deleted; reasons %s; %d good ones succeeded; heap %d → %d → %d MB;"
              + " %d time series, %d of them by name; ready %d of %d times; %d log events%n",
          OBJECTS,
          Duration.ofNanos(System.nanoTime() - began).toSeconds(),
          SEED,
          refused.get(),
          accepted.get(),
          edited.get(),
          deleted.get(),
          reasons,
          goodVeeam.size() + goodAzure.size(),
          heapBefore,
          heapAfter,
          heap(),
          series.size(),
          series.stream().filter(HostileObjectsIT::byName).count(),
          pulse.beats() - pulse.missed(),
          pulse.beats(),
          log.events().size());
      assertThat(pulse.missed()).isZero();
      assertThat(heap()).isLessThan(heapBefore + 64);
      judgeSeries(series);
    }
    judgeVendors();
    judgeLog();
  }

  private void sendAll() throws Exception {
    var specimens = new Specimens(SEED, stage);
    var permits = new Semaphore(AT_A_TIME);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 0; i < OBJECTS; i++) {
        var number = i;
        permits.acquire();
        threads.execute(
            () -> {
              try {
                send(specimens.get(number), new SplittableRandom(SEED - number));
              } catch (RuntimeException | Error e) {
                broken.add(e);
              } finally {
                permits.release();
              }
            });
        if (i % GOOD_EVERY == 0) {
          good(i);
        }
      }
    }
  }

  private void send(Specimens.Specimen specimen, SplittableRandom random) {
    var code = api.create(specimen.plural, specimen.body);
    if (code != 201) {
      refused.incrementAndGet();
      return;
    }
    accepted.incrementAndGet();
    switch (random.nextInt(8)) {
      case 0 -> {
        if (api.mergePatch(specimen.plural, specimen.name, specimen.laterSpec) == 200) {
          edited.incrementAndGet();
        }
      }
      case 1 -> {
        api.delete(specimen.plural, specimen.name);
        deleted.incrementAndGet();
      }
      default -> {}
    }
  }

  /** By turns one of each kind, with a target of its own. */
  private void good(int number) {
    var name = "good-" + number;
    if (number / GOOD_EVERY % 2 == 0) {
      var repository = stage.veeam.addRepository(name).outOfSync(true);
      goodVeeam.add(name);
      stage.apply(
          """
          apiVersion: backupsync.dev/v1alpha1
          kind: RepositorySync
          metadata: {name: %s}
          spec: {connectionRef: {name: vb365}, repository: {id: %s}, pollInterval: 1s}
          """
              .formatted(name, repository.id()));
      return;
    }
    stage
        .azure
        .addInstance(AzureServer.SUBSCRIPTION, AzureServer.RESOURCE_GROUP, name, name)
        .broken(AzureProblem.of("UserErrorX", "Role is missing"));
    goodAzure.add(name);
    stage.apply(
        """
        apiVersion: backupsync.dev/v1alpha1
        kind: BackupInstanceSync
        metadata: {name: %s}
        spec:
          connectionRef: {name: azure}
          subscriptionId: %s
          resourceGroup: %s
          vaultName: %s
          backupInstanceName: %s
          pollInterval: 1s
        """
            .formatted(name, AzureServer.SUBSCRIPTION, AzureServer.RESOURCE_GROUP, name, name));
  }

  private void awaitTheGood() {
    goodVeeam.forEach(
        name ->
            stage.await(RepositorySync.class, name, s -> s.currentState() == SyncState.SUCCEEDED));
    goodAzure.forEach(
        name ->
            stage.await(
                BackupInstanceSync.class, name, s -> s.currentState() == SyncState.SUCCEEDED));
  }

  private void awaitReasons() {
    try {
      Awaitility.await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> survivors().allMatch(object -> !reason(object).isEmpty()));
    } finally {
      survivors()
          .filter(object -> reason(object).isEmpty())
          .limit(20)
          .forEach(
              object -> {
                var text = object.toString();
                System.out.println(
                    "Without a reason: " + text.substring(0, Math.min(1_500, text.length())));
              });
    }
  }

  /** All that are there and not on their way out. */
  private Stream<JsonNode> survivors() {
    return Specimens.PLURALS.values().stream()
        .flatMap(plural -> StreamSupport.stream(api.list(plural).spliterator(), false))
        .filter(object -> !object.path("metadata").has("deletionTimestamp"));
  }

  private static String reason(JsonNode object) {
    return object
        .path("status")
        .path("conditions")
        .valueStream()
        .filter(condition -> condition.path("type").asText().equals("Ready"))
        .map(condition -> condition.path("reason").asText())
        .findFirst()
        .orElse("");
  }

  private Map<String, Integer> reasons() {
    var counts = new TreeMap<String, Integer>();
    survivors().forEach(object -> counts.merge(reason(object), 1, Integer::sum));
    return counts;
  }

  private void removeAll() {
    Specimens.PLURALS.values().forEach(api::deleteAll);
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> survivors().findAny().isEmpty());
  }

  private static boolean byName(String series) {
    return series.contains("name=\"h-");
  }

  private static void judgeSeries(List<String> series) {
    assertThat(series).noneMatch(line -> ODD.matcher(line).find());
    assertThat(series.stream().filter(line -> !byName(line))).hasSizeLessThan(1_000);
  }

  private void judgeVendors() {
    assertThat(stage.azure.foreignHost().requests().all()).isEmpty();
    var paths =
        Stream.concat(stage.veeam.requests().all().stream(), stage.azure.requests().all().stream())
            .map(Recorder.Request::path);
    assertThat(paths).allMatch(path -> PLAIN_PATH.matcher(path).matches());
  }

  private void judgeLog() {
    assertThat(log.alarms()).allMatch(HostileObjectsIT::isConflict);
    assertThat(log.events())
        .allMatch(line -> line.indexOf('\n') == line.length() - 1)
        .noneMatch(line -> ODD.matcher(line.stripTrailing()).find());
  }

  /** Somebody wrote at the same time, by Kubernetes' own rules: the framework tries again. */
  private static boolean isConflict(String line) {
    return line.contains("Operation cannot be fulfilled");
  }

  /** In megabytes, after a collection. */
  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
  }
}
