package dev.backupsync.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * The bare limit: a client without a framework that makes the fewest calls that the contract
 * allows. Per run one POST and three writes, each as a compare-and-set: the permit, the handle, and
 * the end. Veeam: per connection and poll interval one list of sessions. Azure: polls of the
 * operation when the vendor says so, and one list of the vault's instances. At rest nothing.
 */
final class BareClient {
  private static final int HANDS = 32;

  private final KubeCalls kube;
  private final Rival rival;
  private final Semaphore hands = new Semaphore(HANDS, true);
  private final Set<String> begun = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private BareClient(KubeCalls kube, Rival rival) {
    this.kube = kube;
    this.rival = rival;
  }

  /** Works until it is killed. */
  public static void main(String[] args) throws IOException, InterruptedException {
    var rival = Rival.of(args);
    new BareClient(KubeCalls.ofKubeconfig(rival.kind()), rival).work();
  }

  private void work() throws IOException, InterruptedException {
    while (true) { // the API server ends a watch when it likes
      var all = kube.list();
      Rival.sayReady();
      all.path("items").forEach(this::begin);
      kube.watch(all.path("metadata").path("resourceVersion").asText(), this::begin);
    }
  }

  private void begin(JsonNode sync) {
    var name = sync.path("metadata").path("name").asText();
    if (!sync.path("status").has("state") && begun.add(name)) {
      threads.execute(
          () -> {
            try {
              run((ObjectNode) sync);
            } catch (IOException | InterruptedException e) {
              System.err.println(e);
              System.exit(1); // it takes no precautions
            }
          });
    }
  }

  private void run(ObjectNode sync) throws IOException, InterruptedException {
    var spec = sync.path("spec");
    var vendor = rival.server(spec.path("connectionRef").path("name").asText());
    var target = rival.kind().target(spec);
    VendorCalls.Started run;
    ObjectNode followed;
    hands.acquire();
    try {
      var licensed = kube.putStatus(licence(sync));
      run = vendor.start(target);
      followed = kube.putStatus(handle(licensed, run.handle()));
    } finally {
      hands.release();
    }
    vendor.awaitEnd(target, run);
    hands.acquire();
    try {
      kube.putStatus(end(followed));
    } finally {
      hands.release();
    }
  }

  private ObjectNode licence(ObjectNode sync) {
    var status = sync.putObject("status").put("state", "Starting").put("observedGeneration", 1);
    var run = status.putObject("run").put("id", UUID.randomUUID().toString()).put("attempt", 1);
    run.put("adopted", false).put("sentTime", now()).putObject("trigger").put("type", "Created");
    run.set("target", rival.kind().pinned(sync.path("spec")));
    condition(status, "Unknown", "Starting");
    return sync;
  }

  private ObjectNode handle(ObjectNode sync, String handle) {
    var status = sync.withObject("/status").put("state", "Synchronizing");
    var run = status.withObject("/run").put("acceptedTime", now());
    run.remove("sentTime");
    run.putObject("operation").put(rival.kind().operationField(), handle);
    condition(status, "Unknown", "Progressing");
    return sync;
  }

  private static ObjectNode end(ObjectNode sync) {
    var status = sync.withObject("/status").put("state", "Succeeded").put("progressPercent", 100);
    status.put("lastSuccessTime", now()).remove("run");
    condition(status, "True", "Synchronized");
    return sync;
  }

  private static void condition(ObjectNode status, String ready, String reason) {
    status
        .putArray("conditions")
        .addObject()
        .put("type", "Ready")
        .put("status", ready)
        .put("reason", reason)
        .put("message", reason)
        .put("lastTransitionTime", now());
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
