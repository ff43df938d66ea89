package dev.backupsync.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What a start of the jar costs with this or that given to the JVM: in turn, many times. */
final class Starts {
  private static final Duration SETTLED = Duration.ofSeconds(4);

  /** Ways to start the jar. */
  enum Way {
    PLAIN("java -jar"),
    ARGS("operator.args", "@bin/operator.args"),
    CACHE("with AOT cache", "@bin/operator.args", "-XX:AOTCache=target/backup-sync-operator.aot"),
    CACHE_C2(
        "with it, and with C2",
        "@bin/operator.args",
        "-XX:AOTCache=target/backup-sync-operator.aot",
        "-XX:TieredStopAtLevel=4");

    private final String label;
    private final String jvm;

    Way(String label, String... jvm) {
      this.label = label;
      this.jvm = String.join(" ", jvm);
    }

    private List<String> jvm() {
      return jvm.isEmpty() ? List.of() : List.of(jvm.split(" ", -1));
    }
  }

  /** One start; CPU and memory when ready, and a while later. */
  record Start(double ready, double cpuReady, double cpuLater, double residentLater) {}

  private final Map<Way, List<Start>> starts = new EnumMap<>(Way.class);

  /** Starts it over ten syncs that want nothing any more. */
  void measure(int rounds, Path jar) throws IOException, InterruptedException {
    var work =
        new Workload(
            SyncKind.REPOSITORY_SYNC,
            1,
            10,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            true,
            0,
            Duration.ZERO,
            Duration.ofMinutes(2));
    try (var trial = new Trial(Contestant.OPERATOR, work, 1, List.of(), jar)) {
      trial.run();
      for (var round = 0; round < rounds; round++) {
        for (var way : Way.values()) {
          starts.computeIfAbsent(way, _ -> new ArrayList<>()).add(start(trial, way, jar));
        }
      }
    }
  }

  private static Start start(Trial trial, Way way, Path jar) throws InterruptedException {
    try (var entrant = trial.entrant(way.jvm(), jar)) {
      var ready = entrant.awaitReady();
      var cpu = entrant.child().cpuSeconds();
      Thread.sleep(SETTLED);
      return new Start(ready, cpu, entrant.child().cpuSeconds(), entrant.child().residentMib());
    }
  }

  /** Medians. */
  void print(Consumer<String> out) {
    out.accept("");
    out.accept(
        "| median of %-3d starts | start -> ready, s | CPU, s | CPU 4 s later, s | MiB |"
            .formatted(rounds()));
    out.accept("|----------------------|------------------:|-------:|-----------------:|----:|");
    starts.forEach(
        (way, all) ->
            out.accept(
                String.format(
                    Locale.ROOT,
                    "| %-20s | %17.2f | %6.2f | %16.2f | %3.0f |",
                    way.label,
                    median(all, Start::ready),
                    median(all, Start::cpuReady),
                    median(all, Start::cpuLater),
                    median(all, Start::residentLater))));
  }

  private int rounds() {
    return starts.values().stream().mapToInt(List::size).max().orElse(0);
  }

  private static double median(List<Start> all, ToDoubleFunction<Start> value) {
    Stream<Double> values = all.stream().map(value::applyAsDouble);
    return Spread.of(values.toList()).median();
  }
}
