package dev.backupsync.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;

/** Several processes of the operator, of which one leads. */
public final class Replicas implements AutoCloseable {
  private static final String LEADS = "Leading as";

  /** A lease runs for 15 seconds. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Stage stage;
  private final List<OperatorProcess> processes = new ArrayList<>();

  public Replicas(Stage stage) {
    this.stage = stage;
  }

  /** One more, which reaches the API server this way. */
  public OperatorProcess add(Path kubeconfig, Map<String, String> environment) {
    var process =
        OperatorProcess.start(
            kubeconfig,
            environment,
            "--watch-namespaces=" + stage.namespace(),
            "--leader-election=true",
            "--pod-namespace=" + stage.namespace());
    processes.add(process);
    return process;
  }

  /** Waits until one leads that is none of these. */
  public OperatorProcess awaitLeader(OperatorProcess... others) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> leader(others).isPresent());
    return leader(others).orElseThrow();
  }

  private Optional<OperatorProcess> leader(OperatorProcess... others) {
    return processes.stream()
        .filter(process -> !List.of(others).contains(process))
        .filter(process -> process.log().contains(LEADS))
        .findFirst();
  }

  /** All that they wrote, for whoever asks why. */
  public String logs() {
    return String.join("\n", processes.stream().map(OperatorProcess::log).toList());
  }

  @Override
  public void close() {
    processes.forEach(OperatorProcess::close);
  }
}
