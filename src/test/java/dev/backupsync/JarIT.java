package dev.backupsync;

import static dev.backupsync.api.v1alpha1.SyncState.SUCCEEDED;
import static dev.backupsync.api.v1alpha1.SyncState.SYNCHRONIZING;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.VeeamConnection;
import dev.backupsync.cluster.ApiServer;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.OperatorProcess;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Vendor;
import dev.backupsync.simulator.Certificates;
import dev.backupsync.simulator.WebhookReceiver;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.AuthInfoBuilder;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The jar as it ships, with the libraries beside it: started by {@code java -jar} with nothing of
 * the test's own class path, arguments or environment.
 */
@OnApiServer
class JarIT {
  private static ApiServer bare;
  private static ServerSocket taken;
  @TempDir private Path folder;

  @BeforeAll
  static void open() throws IOException {
    bare = ApiServer.bare();
    taken = new ServerSocket(0);
  }

  @AfterAll
  static void close() throws IOException {
    taken.close();
    bare.close();
  }

  @Test
  void doesAsItsEnvironmentAloneTellsIt() throws IOException, InterruptedException {
    try (var mail = Stage.open();
        var files = Stage.open();
        var foreign = Stage.open();
        var receiver = WebhookReceiver.started()) {
      var key = Files.writeString(folder.resolve("key"), "a key");
      var ca = Files.writeString(folder.resolve("ca.crt"), Certificates.shared().caPem());
      var port = freePort();
      var environment =
          Map.ofEntries(
              Map.entry("WATCH_NAMESPACES", mail.namespace() + "," + files.namespace()),
              Map.entry("WATCH_SELECTOR", "shard=a"),
              Map.entry("LEADER_ELECTION", "true"),
              Map.entry("LEASE_NAME", "ours"),
              Map.entry("LEASE_DURATION", "9s"),
              Map.entry("LEASE_RENEW_DEADLINE", "6s"),
              Map.entry("LEASE_RETRY_PERIOD", "1s"),
              Map.entry("POD_NAMESPACE", files.namespace()),
              Map.entry("AMBIENT_CREDENTIALS_NAMESPACES", files.namespace()),
              Map.entry("AMBIENT_CREDENTIALS_HOSTS", "*.azurestack.example.com"),
              Map.entry("POD_NAME", "a-pod"),
              Map.entry("NOTIFY_URL", receiver.url().toString()),
              Map.entry("NOTIFY_KEY_FILE", key.toString()),
              Map.entry("NOTIFY_CA_FILE", ca.toString()),
              Map.entry("ALLOWED_HOSTS", "localhost,127.0.0.1"),
              Map.entry("HTTP_PORT", Integer.toString(port)),
              Map.entry("PER_OBJECT_METRICS", "false"),
              Map.entry("LOG_FORMAT", "json"),
              Map.entry("LOG_LEVEL", "DEBUG"));
      assertThat(environment).containsOnlyKeys(DeclaredOption.variables());
      var vendor = Vendor.Kind.VEEAM.on(mail);
      Stream.of(mail, files, foreign).forEach(Stage::veeamConnection);
      Stream.of("a", "b")
          .forEach(
              shard -> {
                vendor.syncNamed("of-" + shard);
                var label = "{\"metadata\": {\"labels\": {\"shard\": \"" + shard + "\"}}}";
                mail.patch(vendor.kind(), "of-" + shard, label);
              });

      try (var operator =
          OperatorProcess.ofJar(with(ApiServer.shared().kubeconfig(), environment))) {
        operator.awaitReady();
        vendor.await("of-a", SYNCHRONIZING);
        vendor.finish();
        vendor.await("of-a", SUCCEEDED);
        files.awaitReason(VeeamConnection.class, "vb365", "Connected");

        assertThat(mail.get(vendor.kind(), "of-b").getStatus())
            .as("WATCH_SELECTOR")
            .isEqualTo(SyncStatus.NEW);
        assertThat(foreign.veeam.count("POST", ".*")).as("WATCH_NAMESPACES").isZero();
        var lease = lease(files);
        assertThat(lease.getHolderIdentity())
            .as("LEADER_ELECTION, POD_NAMESPACE, POD_NAME")
            .startsWith("a-pod-");
        Stage.awaitUntil(() -> !receiver.posts().isEmpty()); // NOTIFY_URL, NOTIFY_CA_FILE
        assertThat(receiver.posts().getFirst().header("webhook-signature"))
            .as("NOTIFY_KEY_FILE")
            .startsWith("v1,");
        assertThat(lease.getLeaseDurationSeconds()).as("LEASE_DURATION").isEqualTo(9);
        assertThat(lines(operator))
            .as("HTTP_PORT")
            .anyMatch(
                line -> line.path("formattedMessage").asText().endsWith("metrics on port " + port));
        assertThat(lines(operator))
            .as("LOG_LEVEL")
            .anyMatch(line -> line.path("level").asText().equals("DEBUG"));
        assertThat(operator.get("/metrics"))
            .as("PER_OBJECT_METRICS")
            .contains("backupsync_runs_total{", "backupsync_connections{")
            .contains("backupsync_build_info{version=\"0.")
            .doesNotContain("of-a", "vb365");
      }
    }
  }

  private static LeaseSpec lease(Stage stage) {
    var leases = stage.client().leases().inNamespace(stage.namespace());
    return leases.withName("ours").require().getSpec(); // LEASE_NAME
  }

  /** With LOG_FORMAT json each one can be read by itself. */
  private static List<JsonNode> lines(OperatorProcess operator) {
    return operator.log().lines().map(JarIT::json).toList();
  }

  private static JsonNode json(String line) {
    try {
      return new JsonMapper().readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException("LOG_FORMAT: " + line, e);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** What the operator finds where it looks for its cluster. */
  enum Cluster {
    OURS,
    NO_CRDS,
    NOBODY_THERE,
    UNKNOWN_TOKEN,
    NO_RIGHTS,
    NOT_A_KUBECONFIG
  }

  @ParameterizedTest(name = "{0}: {1} {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          OURS             | --no-such-option  |                       | 2 | Unknown option: '--no-such-option' (--help lists the options)
          OURS             | argument          |                       | 2 | Unmatched argument at index 0: 'argument' (--help lists the options)
          OURS             | --http-port=abc   |                       | 2 | Invalid value for option '--http-port': 'abc' is not an int (--help lists the options)
          OURS             |                   | HTTP_PORT=abc         | 2 | Invalid value for option '--http-port': 'abc' is not an int (--help lists the options)
          OURS             |                   | HTTP_PORT=            | 2 | Invalid value for option '--http-port': '' is not an int (--help lists the options)
          OURS             |                   | HTTP_PORT=65536       | 2 | --http-port is not a port: 65536 (--help lists the options)
          OURS             |                   | HTTP_PORT=$taken      | 1 | HTTP port $taken cannot be had: Address already in use
          OURS             |                   | LEADER_ELECTION=maybe | 2 | Invalid value for option '--leader-election': 'maybe' is not a boolean (--help lists the options)
          OURS             |                   | LEADER_ELECTION=      | 2 | Invalid value for option '--leader-election': '' is not a boolean (--help lists the options)
          OURS             |                   | LOG_FORMAT=xml        | 2 | Invalid value for option '--log-format': expected one of [text, json, ecs] (case-insensitive) but was 'xml' (--help lists the options)
          OURS             |                   | LOG_FORMAT=           | 2 | Invalid value for option '--log-format': expected one of [text, json, ecs] (case-insensitive) but was '' (--help lists the options)
          OURS             |                   | LOG_LEVEL=LOUD        | 2 | Invalid value for option '--log-level': expected one of [TRACE, DEBUG, INFO, WARN, ERROR] (case-insensitive) but was 'LOUD' (--help lists the options)
          OURS             |                   | LOG_LEVEL=            | 2 | Invalid value for option '--log-level': expected one of [TRACE, DEBUG, INFO, WARN, ERROR] (case-insensitive) but was '' (--help lists the options)
          OURS             |                   | LEASE_NAME=           | 2 | --lease-name is empty (--help lists the options)
          OURS             |                   | LEASE_DURATION=10s    | 2 | --lease-renew-deadline must be at least 1s shorter than --lease-duration (--help lists the options)
          OURS             |                   | WATCH_SELECTOR=a in ( | 1 | The API server does not understand the label selector of --watch-selector
          NO_CRDS          |                   |                       | 1 | The CRD veeamconnections.backupsync.dev is not installed: run kubectl apply -f crds/
          NOBODY_THERE     |                   |                       | 1 | The API server https://127.0.0.1:1/ cannot be reached
          UNKNOWN_TOKEN    |                   |                       | 1 | The API server $server refuses our credentials
          NO_RIGHTS        |                   |                       | 1 | The operator may not list veeamconnections.backupsync.dev: check its role and its binding
          NOT_A_KUBECONFIG |                   |                       | 1 | KUBECONFIG cannot be read: $anything
          """)
  void tellsInOneLineWhatKeepsItFromStarting(
      Cluster cluster, String argument, String variable, int exitCode, String told)
      throws IOException {
    var environment = new HashMap<>(Map.of("HTTP_PORT", "0"));
    if (variable != null) {
      var parts = filled(variable).split("=", 2);
      environment.put(parts[0], parts[1]);
    }
    var arguments = Stream.ofNullable(argument).toArray(String[]::new);

    try (var operator = OperatorProcess.ofJar(with(kubeconfig(cluster), environment), arguments)) {
      assertThat(operator.awaitExit()).isEqualTo(exitCode);
      assertThat(operator.log().lines().filter(line -> !line.matches("\\d{4}-.*Z INFO .*")))
          .singleElement()
          .asString()
          .matches(regex("backup-sync-operator: " + filled(told)));
    }
  }

  private static String filled(String text) {
    return text.replace("$taken", Integer.toString(taken.getLocalPort()))
        .replace("$server", ApiServer.shared().client().getMasterUrl().toString());
  }

  private static String regex(String text) {
    return Arrays.stream(text.split("\\$anything", -1))
        .map(Pattern::quote)
        .reduce((one, other) -> one + ".+" + other)
        .orElseThrow();
  }

  private static Path kubeconfig(Cluster cluster) throws IOException {
    return switch (cluster) {
      case OURS -> ApiServer.shared().kubeconfig();
      case NO_CRDS -> bare.kubeconfig();
      case UNKNOWN_TOKEN -> as(new AuthInfoBuilder().withToken("unknown").build());
      case NO_RIGHTS -> as(new AuthInfo());
      case NOBODY_THERE ->
          file(
              """
              apiVersion: v1
              kind: Config
              current-context: nowhere
              clusters: [{name: nowhere, cluster: {server: "https://127.0.0.1:1"}}]
              contexts: [{name: nowhere, context: {cluster: nowhere, user: anyone}}]
              users: [{name: anyone, user: {}}]
              """);
      case NOT_A_KUBECONFIG -> file("- this is\n  : none");
    };
  }

  /** The kubeconfig of our cluster, for somebody else. */
  private static Path as(AuthInfo somebody) throws IOException {
    var config =
        Serialization.unmarshal(Files.readString(ApiServer.shared().kubeconfig()), Config.class);
    config.getUsers().forEach(user -> user.setUser(somebody));
    return file(Serialization.asYaml(config));
  }

  private static Path file(String kubeconfig) throws IOException {
    var file = Files.createTempFile("kubeconfig", ".yaml");
    file.toFile().deleteOnExit();
    return Files.writeString(file, kubeconfig);
  }

  private static Map<String, String> with(Path kubeconfig, Map<String, String> environment) {
    var all = new HashMap<>(environment);
    all.put("KUBECONFIG", kubeconfig.toString());
    return all;
  }
}
