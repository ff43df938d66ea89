package dev.backupsync.benchmark;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The same syncs once with one operator and once divided by a label among several, each a process
 * of its own with a {@code --watch-selector}. None of them elects a leader, so there is no lease to
 * share.
 */
final class Shards {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final int shards;
  private final Workload work;
  private final List<String> jvm;
  private final Path jar;

  /**
   * What one process did; seconds count from its start.
   *
   * @param done how many of its syncs it brought to their end
   */
  record Share(
      String name,
      double ready,
      int done,
      int starts,
      double lastStart,
      double startsPerSecond,
      double cpu,
      double peak) {}

  Shards(int shards, Workload work, List<String> jvm, Path jar) {
    this.shards = shards;
    this.work = work;
    this.jvm = jvm;
    this.jar = jar;
  }

  /** First undivided, then divided. */
  void measure(Consumer<String> out) throws InterruptedException {
    out.accept("");
    out.accept(
        "| %,10d x %-18s | ready, s | done | starts | last start, s | starts/s | CPU, s | peak, MiB |"
            .formatted(work.syncs(), work.kind()));
    out.accept(
        "|---------------------------------|---------:|-----:|-------:|--------------:|---------:|-------:|----------:|");
    run(1, out);
    run(shards, out);
  }

  private void run(int operators, Consumer<String> out) throws InterruptedException {
    try (var vendors = new VendorProcess(work.plan(List.of(), 0));
        var scene = new Scene()) {
      new TrialObjects(scene, work, List.of()).create(vendors.address());
      var apiCpu = Scene.apiServerCpuSeconds();
      var entrants = new ArrayList<Entrant>();
      try {
        for (var number = 0; number < operators; number++) {
          entrants.add(new Entrant(command(number, operators), scene.kubeconfig()));
        }
        var ready = ready(entrants);
        await(scene, entrants);
        var starts = vendors.report().starts();
        for (var number = 0; number < operators; number++) {
          print(
              share(number, operators, entrants.get(number), ready.get(number), starts, scene),
              out);
        }
        out.accept(
            String.format(
                Locale.ROOT,
                "%s: %.0f starts per second in all; API server and etcd: %.1f s of CPU",
                operators == 1 ? "one operator" : operators + " operators",
                perSecond(starts),
                Scene.apiServerCpuSeconds() - apiCpu));
      } finally {
        entrants.forEach(Entrant::close);
      }
    }
  }

  private List<String> command(int number, int operators) {
    var namespaces = "--watch-namespaces=" + Workload.NAMESPACE;
    return operators == 1
        ? Contestant.operator(jvm, jar, namespaces)
        : Contestant.operator(
            jvm, jar, namespaces, "--watch-selector=shard=" + Workload.shard(number, operators));
  }

  private static List<Double> ready(List<Entrant> entrants) throws InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Double>> waits = new ArrayList<>();
      entrants.forEach(entrant -> waits.add(entrant::awaitReady));
      return threads.invokeAll(waits).stream().map(Future::resultNow).toList();
    }
  }

  private void await(Scene scene, List<Entrant> entrants) throws InterruptedException {
    while (scene.succeeded().size() < work.syncs()
        && entrants.getFirst().secondsSinceStart() < work.patience().toSeconds()) {
      for (var entrant : entrants) {
        if (!entrant.child().isAlive()) {
          throw new IllegalStateException("It ended: " + entrant.log());
        }
      }
      Thread.sleep(LOOK_AGAIN);
    }
  }

  private Share share(
      int number,
      int operators,
      Entrant entrant,
      double ready,
      List<Vendors.Start> starts,
      Scene scene) {
    var shardOf = shards(operators);
    var own = starts.stream().filter(start -> shardOf.get(start.target()) == number).toList();
    var last = own.stream().mapToLong(Vendors.Start::acceptedMillis).max().orElse(0);
    var servers = work.servers();
    var done =
        IntStream.range(0, work.syncs())
            .filter(i -> servers.serverOf(i) % operators == number)
            .filter(i -> scene.succeeded().containsKey(servers.sync(i)))
            .count();
    return new Share(
        operators == 1 ? "all" : "shard=" + Workload.shard(number, operators),
        ready,
        (int) done,
        own.size(),
        (last - entrant.startedMillis()) / 1e3,
        perSecond(own),
        entrant.child().cpuSeconds(),
        entrant.child().peakMib());
  }

  /** Of each target, by the vendor's name. */
  private Map<String, Integer> shards(int operators) {
    var servers = work.servers();
    var shards = new HashMap<String, Integer>();
    for (var i = 0; i < work.syncs(); i++) {
      shards.put(work.kind().target(servers.sync(i)), servers.serverOf(i) % operators);
    }
    return shards;
  }

  /** Between the first and the last. */
  private static double perSecond(List<Vendors.Start> starts) {
    var times = starts.stream().mapToLong(Vendors.Start::acceptedMillis).summaryStatistics();
    return starts.size() * 1e3 / Math.max(1, times.getMax() - times.getMin());
  }

  private static void print(Share share, Consumer<String> out) {
    out.accept(
        String.format(
            Locale.ROOT,
            "| %-31s | %8.2f | %4d | %6d | %13.2f | %8.0f | %6.2f | %9.0f |",
            share.name(),
            share.ready(),
            share.done(),
            share.starts(),
            share.lastStart(),
            share.startsPerSecond(),
            share.cpu(),
            share.peak()));
  }
}
