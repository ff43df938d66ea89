package dev.backupsync.demo;

import dev.backupsync.BackupSyncOperator;
import dev.backupsync.OperatorOptions;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Shows the operator at work, without a cluster and without a vendor, in less than a minute. */
@Command(
    name = "demo",
    usageHelpAutoWidth = true,
    description =
        "Runs the files of examples/ through the operator, with both vendors simulated over TLS."
            + " The exit code is 0 if each sync ended as its example intends, else 1.",
    footer = {
      "",
      "mvn -q test-compile exec:exec@demo",
      "mvn -q test-compile exec:exec@demo -Ddemo.args=\"--kubeconfig $HOME/.kube/config\""
    })
public final class Demo implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofSeconds(42);
  private static final Duration HARD_LIMIT = Duration.ofSeconds(55);

  private static final String NEXT =
      """

      What to try next:
        examples/                        the manifests that just ran, to copy
        -Ddemo.args="--kubeconfig FILE"  the same against a cluster of yours
        kubectl apply -f crds/           and then, by README.md, the operator
        target/demo.log                  what the operator logged
      """;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description =
          "Use this cluster instead of an API in this process. Missing CRDs are installed, and"
              + " removed at the end like the namespace. No other operator of ours may watch it.")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description = "A namespace that does not exist yet. Default: ${DEFAULT-VALUE}.")
  private String namespace = "backupsync-demo";

  @Option(
      names = "--examples",
      paramLabel = "FOLDER",
      description = "Where the manifests lie. Default: ${DEFAULT-VALUE}.")
  private Path examples = Example.FOLDER;

  @Option(names = "--help", usageHelp = true, description = "Show this text.")
  @SuppressWarnings("unused") // picocli reads it
  private boolean help;

  private final Screen screen;
  private final PrintStream out;

  private Demo(Screen screen, PrintStream out) {
    this.screen = screen;
    this.out = out;
  }

  /** Runs the demo as a process. */
  public static void main(String[] args) {
    System.setProperty("logback.configurationFile", "dev/backupsync/demo/logback-demo.xml");
    giveUpAt(HARD_LIMIT);
    System.setProperty("io.netty.noUnsafe", "true"); // or the embedded API's server is warned about
    var out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.exit(run(out, Screen.isTerminal(), args));
  }

  /**
   * Runs the demo.
   *
   * @return the exit code
   */
  static int run(PrintStream out, boolean terminal, String... args) {
    return new CommandLine(new Demo(Screen.on(out, terminal), out))
        .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
        .setExecutionExceptionHandler((e, _, _) -> failed(out, e))
        .execute(args);
  }

  /** Says it in a line; the log has the rest. */
  private static int failed(PrintStream out, Exception e) {
    LoggerFactory.getLogger(Demo.class).error("The demo could not run", e);
    out.println("The demo could not run: " + e.getMessage());
    return ExitCode.SOFTWARE;
  }

  private static void giveUpAt(Duration limit) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                Thread.sleep(limit);
                System.err.println("The demo did not end within " + limit.toSeconds() + " s");
                Runtime.getRuntime().halt(ExitCode.SOFTWARE);
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            });
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (var cluster = cluster()) {
      var onInterrupt = new Thread(cluster::close, "clean-up");
      Runtime.getRuntime().addShutdownHook(onInterrupt);
      try {
        cluster.prepare();
        return show(cluster);
      } finally {
        Runtime.getRuntime().removeShutdownHook(onInterrupt);
      }
    }
  }

  private DemoCluster cluster() {
    return Optional.ofNullable(kubeconfig)
        .map(file -> DemoCluster.at(file, namespace))
        .orElseGet(() -> DemoCluster.embedded(namespace));
  }

  private int show(DemoCluster cluster) throws IOException, InterruptedException {
    var all = Example.load(examples);
    try (var simulators = new Simulators(cluster.namespace());
        var _ = operator(cluster, simulators)) {
      out.printf(
          "%d objects of %s, the operator, and both vendors simulated over TLS:%n%n",
          all.size(), examples);
      var show = new Show(cluster, simulators, all);
      show.apply();
      var rows = show.watch(screen, LIMIT);
      var findings = new Findings(all.stream().filter(Example::isSync).toList(), rows, simulators);
      findings.print(out);
      out.print(NEXT);
      show.clear();
      return findings.allAsIntended() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private static BackupSyncOperator operator(DemoCluster cluster, Simulators simulators)
      throws IOException {
    var options =
        OperatorOptions.of(
            "--watch-namespaces=" + cluster.namespace(),
            "--watch-selector=",
            "--ambient-credentials-namespaces=" + cluster.namespace(),
            "--ambient-credentials-hosts=localhost",
            "--allowed-hosts=",
            "--leader-election=false",
            "--http-port=0");
    return BackupSyncOperator.start(
        cluster.client(), options, simulators.environment(), InstantSource.system());
  }
}
