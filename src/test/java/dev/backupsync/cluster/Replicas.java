package dev.backupsync.cluster;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Several processes of the operator, of which one leads. */
final class Replicas implements AutoCloseable {
  private static final String LEADS = "Leading as";

  /** All but the lease, which a leader tries to renew before it believes that it has lost it. */
  private static final String WORK = "(?!.*/leases).*";

  /** A lease runs for 15 seconds. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Stage stage;
  private final Map<OperatorProcess, ApiGateway> ways = new LinkedHashMap<>();

  Replicas(Stage stage) {
    this.stage = stage;
  }

  /** One more, with a way of its own to the API server, on which its requests are counted. */
  void add() {
    var way = ApiGateway.before(ApiServer.shared());
    var process =
        OperatorProcess.start(
            way.kubeconfig(),
            "--watch-namespaces=" + stage.namespace(),
            "--leader-election=true",
            "--pod-namespace=" + stage.namespace());
    ways.put(process, way);
  }

  /** Waits until one leads that is none of these. */
  OperatorProcess awaitLeader(OperatorProcess... others) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> leader(others).isPresent());
    return leader(others).orElseThrow();
  }

  private Optional<OperatorProcess> leader(OperatorProcess... others) {
    return ways.keySet().stream()
        .filter(process -> !List.of(others).contains(process))
        .filter(process -> process.log().contains(LEADS))
        .findFirst();
  }

  /** How often it has asked the API server to write anything but the lease. */
  int writes(OperatorProcess process) {
    var way = Objects.requireNonNull(ways.get(process));
    return Stream.of("PUT", "POST", "PATCH", "DELETE").mapToInt(m -> way.count(m, WORK)).sum();
  }

  @Override
  public void close() {
    ways.keySet().forEach(OperatorProcess::close);
    ways.values().forEach(ApiGateway::close);
  }
}
