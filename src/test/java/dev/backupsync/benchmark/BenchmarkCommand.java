package dev.backupsync.benchmark;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Measures what the operator costs beside its rivals. */
@Command(
    name = "benchmark",
    usageHelpAutoWidth = true,
    description =
        "Lets each contestant in turn run the same syncs, as a process of its own, against a real"
            + " kube-apiserver and simulated vendors, and prints what it cost. Compare what stands"
            + " beside each other, never what was measured on different days.",
    footer = {
      "",
      "mvn -q test-compile exec:exec@benchmark",
      "mvn -q test-compile exec:exec@benchmark -Dbenchmark.args=\"--syncs=100,1000 --rounds=3\""
    })
public final class BenchmarkCommand implements Callable<Integer> {
  @Option(
      names = "--syncs",
      split = ",",
      description = "How many, for each trial. Default: ${DEFAULT-VALUE}.")
  private List<Integer> syncs = List.of(100, 1_000);

  @Option(
      names = "--kinds",
      split = ",",
      description = "Of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private List<SyncKind> kinds = List.of(SyncKind.REPOSITORY_SYNC);

  @Option(
      names = "--contestants",
      split = ",",
      description = "Of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private List<Contestant> contestants = Contestant.USUAL;

  @Option(names = "--rounds", description = "Default: ${DEFAULT-VALUE}.")
  private int rounds = 1;

  @Option(
      names = "--starts",
      paramLabel = "NUMBER",
      description = "Instead: start the jar so often, in each way that it can be started.")
  private int starts;

  @Option(
      names = "--estate",
      paramLabel = "SYNCS",
      arity = "0..1",
      fallbackValue = "2000",
      description =
          "Instead: so many syncs (2000 if not said) of a tenth as many connections, four of them"
              + " in a namespace, run once and then by one schedule, in the memory of a container"
              + " of 512 MiB. Fails where a slot is not served within two minutes.")
  private int estate;

  @Option(
      names = "--slots",
      paramLabel = "NUMBER",
      description = "Of the estate's schedule, every two minutes. Default: ${DEFAULT-VALUE}.")
  private int slots = 3;

  @Option(
      names = "--shards",
      paramLabel = "NUMBER",
      description =
          "Instead: the same syncs with one operator, then divided by a label among so many.")
  private int shards = 1;

  @Option(
      names = "--session",
      paramLabel = "SECONDS",
      description = "How long a run takes at the vendor. Default: ${DEFAULT-VALUE}.")
  private int session = 30;

  @Option(
      names = "--poll",
      paramLabel = "SECONDS",
      description = "The syncs' pollInterval, and Azure's Retry-After. Default: ${DEFAULT-VALUE}.")
  private int poll = 5;

  @Option(
      names = "--late",
      paramLabel = "NUMBER",
      description = "Syncs that are applied one by one at the end. Default: ${DEFAULT-VALUE}.")
  private int late = 40;

  @Option(
      names = "--rest",
      paramLabel = "SECONDS",
      description = "How long it is watched after a restart. Default: ${DEFAULT-VALUE}.")
  private int rest = 20;

  @Option(
      names = "--patience",
      paramLabel = "MINUTES",
      description = "When a trial is given up. Default: ${DEFAULT-VALUE}.")
  private int patience = 10;

  @Option(
      names = "--jvm",
      split = " ",
      description = "Options of every contestant's JVM. Default: ${DEFAULT-VALUE}.")
  private List<String> jvm = List.of("@bin/operator.args");

  @Option(names = "--json", description = "Default: ${DEFAULT-VALUE}.")
  private Path json = Path.of("target", "benchmark.json");

  @Option(names = "--svg", description = "Draws a chart into this file.")
  private @Nullable Path svg;

  @Option(
      names = "--jar",
      description = "Measures this jar; by default the classes that were just compiled.")
  private Path jar = Path.of("none");

  @Option(names = "--help", usageHelp = true, description = "Show this text.")
  @SuppressWarnings("unused") // picocli reads it
  private boolean help;

  /** Runs the benchmark as a process. */
  public static void main(String[] args) {
    System.setProperty("LOG_LEVEL", "ERROR"); // the table is all that is to be read
    System.exit(
        new CommandLine(new BenchmarkCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    if (starts > 0) {
      var measured = new Starts();
      measured.measure(starts, Path.of("target", "backup-sync-operator.jar"));
      measured.print(out::println);
      return ExitCode.OK;
    }
    if (estate > 0) {
      try (var measured =
          new Estate(
              estate, Duration.ofSeconds(session), Duration.ofMinutes(patience), out::println)) {
        return measured.run(slots, jvm, jar) ? ExitCode.OK : ExitCode.SOFTWARE;
      }
    }
    if (shards > 1) {
      for (var kind : kinds) {
        for (var number : syncs) {
          new Shards(shards, workload(kind, number), jvm, jar).measure(out::println);
        }
      }
      return ExitCode.OK;
    }
    trials(out);
    return ExitCode.OK;
  }

  private void trials(PrintStream out) throws IOException, InterruptedException {
    var all = new ArrayList<Figures>();
    for (var round = 1; round <= rounds; round++) {
      for (var kind : kinds) {
        for (var number : syncs) {
          for (var contestant : contestants) {
            out.printf("%s, %,d x %s, round %d ...%n", contestant.label(), number, kind, round);
            try (var trial = new Trial(contestant, workload(kind, number), round, jvm, jar)) {
              trial.prove();
              all.add(trial.run());
            }
            save(all);
          }
        }
      }
    }
    Table.print(all, out::println);
    if (svg != null) {
      Files.writeString(svg, Chart.of(all));
    }
  }

  private void save(List<Figures> all) throws IOException {
    Files.writeString(
        json, new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(all));
  }

  private Workload workload(SyncKind kind, int number) {
    return new Workload(
        kind,
        shards,
        number,
        Duration.ofSeconds(session),
        Duration.ofSeconds(poll),
        true,
        late,
        Duration.ofSeconds(rest),
        Duration.ofMinutes(patience));
  }
}
