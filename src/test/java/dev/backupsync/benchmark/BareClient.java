package dev.backupsync.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * The bare limit: a client without a framework that makes the fewest calls that the contract
 * allows. Per run one POST and three writes: the licence, as a compare-and-set, the handle, and the
 * end; per connection and poll interval one list of sessions; at rest nothing.
 */
final class BareClient {
  private static final int HANDS = 32;

  private final KubeCalls kube;
  private final Rival rival;
  private final Semaphore hands = new Semaphore(HANDS, true);
  private final Set<String> begun = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Map<String, String>> sessions = new ArrayList<>(); // to syncs, per server

  private BareClient(KubeCalls kube, Rival rival) {
    this.kube = kube;
    this.rival = rival;
    rival.veeam().forEach(_ -> sessions.add(new ConcurrentHashMap<>()));
  }

  /** Works until it is killed. */
  public static void main(String[] args) throws IOException, InterruptedException {
    new BareClient(KubeCalls.ofKubeconfig(), Rival.of(args)).work();
  }

  private void work() throws IOException, InterruptedException {
    for (var server = 0; server < sessions.size(); server++) {
      var number = server;
      go(() -> follow(number));
    }
    while (true) { // the API server ends a watch when it likes
      var all = kube.list();
      Rival.sayReady();
      all.path("items").forEach(this::begin);
      kube.watch(all.path("metadata").path("resourceVersion").asText(), this::begin);
    }
  }

  private interface Step {
    void take() throws IOException, InterruptedException;
  }

  private void go(Step step) {
    threads.execute(
        () -> {
          try {
            step.take();
          } catch (IOException | InterruptedException e) {
            System.err.println(e);
            System.exit(1); // it takes no precautions
          }
        });
  }

  private void begin(JsonNode sync) {
    var name = sync.path("metadata").path("name").asText();
    if (!sync.path("status").has("state") && begun.add(name)) {
      go(() -> start(sync));
    }
  }

  private void start(JsonNode sync) throws IOException, InterruptedException {
    var name = sync.path("metadata").path("name").asText();
    var server = rival.server(sync.path("spec").path("connectionRef").path("name").asText());
    hands.acquire();
    try {
      kube.patchStatus(name, licence(sync));
      var repository = sync.path("spec").path("repository").path("id").asText();
      var session = rival.veeam().get(server).start(repository);
      kube.patchStatus(name, handle(session));
      sessions.get(server).put(session, name);
    } finally {
      hands.release();
    }
  }

  private void follow(int server) throws IOException, InterruptedException {
    while (true) {
      Thread.sleep(rival.poll());
      var known = List.copyOf(sessions.get(server).keySet()); // all of them older than the list
      if (known.isEmpty()) {
        continue;
      }
      var running = rival.veeam().get(server).sessions();
      known.stream()
          .filter(session -> !running.contains(session))
          .forEach(session -> go(() -> end(sessions.get(server).remove(session))));
    }
  }

  private void end(String name) throws IOException, InterruptedException {
    hands.acquire();
    try {
      kube.patchStatus(name, end());
    } finally {
      hands.release();
    }
  }

  private static ObjectNode licence(JsonNode sync) {
    var patch = JsonNodeFactory.instance.objectNode();
    patch
        .putObject("metadata")
        .put("resourceVersion", sync.path("metadata").path("resourceVersion").asText());
    var status = patch.putObject("status").put("state", "Starting").put("observedGeneration", 1);
    var run = status.putObject("run").put("id", UUID.randomUUID().toString()).put("attempt", 1);
    run.put("adopted", false).put("sentTime", now()).putObject("trigger").put("type", "Created");
    var target = run.putObject("target");
    target.set("connectionRef", sync.path("spec").path("connectionRef"));
    target.set("repository", sync.path("spec").path("repository"));
    condition(status, "Unknown", "Starting");
    return patch;
  }

  private static ObjectNode handle(String session) {
    var patch = JsonNodeFactory.instance.objectNode();
    var status = patch.putObject("status").put("state", "Synchronizing");
    var run = status.putObject("run").put("acceptedTime", now()).putNull("sentTime");
    run.putObject("operation").put("id", session);
    condition(status, "Unknown", "Progressing");
    return patch;
  }

  private static ObjectNode end() {
    var patch = JsonNodeFactory.instance.objectNode();
    var status = patch.putObject("status").put("state", "Succeeded").put("progressPercent", 100);
    status.put("lastSuccessTime", now());
    condition(status, "True", "Synchronized");
    return patch;
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
