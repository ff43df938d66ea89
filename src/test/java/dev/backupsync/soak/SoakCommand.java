package dev.backupsync.soak;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Soaks the operator for as long as one likes. */
@Command(
    name = "soak",
    usageHelpAutoWidth = true,
    description =
        "Runs mixed load with random faults and kills against a real kube-apiserver and both"
            + " vendors simulated, and prints a report. The exit code is 0 if every law held,"
            + " else 1.",
    footer = {
      "",
      "mvn -q test-compile exec:exec@soak -Dsoak.args=\"--minutes=30\"",
      "mvn -q test-compile exec:exec@soak -Dsoak.args=\"--kills=200\""
    })
public final class SoakCommand implements Callable<Integer> {
  @Option(
      names = "--minutes",
      description = "How long everything fails at random. Default: ${DEFAULT-VALUE}.")
  private double minutes = 30;

  @Option(
      names = "--kills",
      paramLabel = "NUMBER",
      description = "Instead: kill the operator so often, and let nothing else fail.")
  private @Nullable Integer kills;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "Draws the same lots again; the moments at which they meet still differ.")
  private @Nullable Long seed;

  @Option(
      names = "--syncs",
      description = "Of both kinds in equal parts. Default: ${DEFAULT-VALUE}.")
  private int syncs = 20;

  @Option(
      names = "--patience",
      paramLabel = "MINUTES",
      description = "What does not rest so long after the end is stuck. Default: ${DEFAULT-VALUE}.")
  private int patience = (int) Plan.PATIENCE.toMinutes();

  @Option(names = "--help", usageHelp = true, description = "Show this text.")
  @SuppressWarnings("unused") // picocli reads it
  private boolean help;

  /** Runs the soak as a process. */
  public static void main(String[] args) {
    System.setProperty("LOG_LEVEL", "ERROR"); // the report is all that is to be read
    System.exit(new CommandLine(new SoakCommand()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    var out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    var plan = plan().patience(Duration.ofMinutes(patience));
    try (var soak = new Soak(plan, out::println)) {
      var report = soak.run();
      report.print(out::println);
      out.println("To draw the same lots again: " + again(plan));
      return report.violations().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private String again(Plan plan) {
    var length = kills == null ? "--minutes=" + minutes : "--kills=" + kills;
    return "mvn -q test-compile exec:exec@soak -Dsoak.args=\"%s --syncs=%d --seed=%d\""
        .formatted(length, syncs, plan.seed());
  }

  private Plan plan() {
    var chosen = seed == null ? System.nanoTime() : seed;
    return kills == null
        ? Plan.everything(Duration.ofMillis((long) (minutes * 60_000)), chosen, syncs)
        : Plan.kills(kills, chosen, syncs);
  }
}
