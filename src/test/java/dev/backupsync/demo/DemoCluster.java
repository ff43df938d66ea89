package dev.backupsync.demo;

import dev.backupsync.cluster.Established;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Where the demo runs: a Kubernetes API in this process, or a cluster that is left as it was. */
final class DemoCluster implements AutoCloseable {
  /** The ServiceAccount that the examples name. */
  static final String ACCOUNT = "backup";

  private static final Path CRDS = Path.of("crds");

  /** Tells of every request; kept here, because a logger that nobody keeps forgets its level. */
  private static final Logger TALKATIVE = Logger.getLogger(MockWebServer.class.getName());

  private final KubernetesClient client;
  private final String namespace;
  private final Optional<KubernetesMockServer> embedded;
  private final List<CustomResourceDefinition> installed = new ArrayList<>();
  private final AtomicBoolean ours = new AtomicBoolean();

  private DemoCluster(
      KubernetesClient client, String namespace, Optional<KubernetesMockServer> embedded) {
    this.client = client;
    this.namespace = namespace;
    this.embedded = embedded;
  }

  static DemoCluster embedded(String namespace) {
    TALKATIVE.setLevel(Level.WARNING);
    var answers = new HashMap<ServerRequest, Queue<ServerResponse>>();
    var server =
        new KubernetesMockServer(
            new Context(), new MockWebServer(), answers, new TryingDispatcher(answers), true);
    server.init();
    server
        .expect()
        .post()
        .withPath("/api/v1/namespaces/%s/serviceaccounts/%s/token".formatted(namespace, ACCOUNT))
        .andReturn(HttpURLConnection.HTTP_CREATED, token(namespace))
        .always();
    return new DemoCluster(server.createClient(), namespace, Optional.of(server));
  }

  /** A write that is only tried is answered with what it would store, as by a real API server. */
  private static final class TryingDispatcher extends KubernetesMixedDispatcher {
    private TryingDispatcher(Map<ServerRequest, Queue<ServerResponse>> answers) {
      super(answers);
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
      return request.getPath() != null && request.getPath().contains("dryRun=All")
          ? new MockResponse()
              .setResponseCode(HttpURLConnection.HTTP_OK)
              .setHeader("Content-Type", "application/json")
              .setBody(request.getUtf8Body())
          : super.dispatch(request);
    }
  }

  /** What a real API server would sign. */
  private static TokenRequest token(String namespace) {
    var claims =
        "{\"sub\": \"system:serviceaccount:%s:%s\", \"aud\": [\"api://AzureADTokenExchange\"],"
                .formatted(namespace, ACCOUNT)
            + " \"iat\": 0, \"exp\": 600}";
    var encoded =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    return new TokenRequestBuilder()
        .withNewStatus()
        .withToken("e30." + encoded + ".unsigned")
        .endStatus()
        .build();
  }

  static DemoCluster at(Path kubeconfig, String namespace) {
    var config = Config.fromKubeconfig(kubeconfig.toFile());
    var client = new KubernetesClientBuilder().withConfig(config).build();
    return new DemoCluster(client, namespace, Optional.empty());
  }

  KubernetesClient client() {
    return client;
  }

  String namespace() {
    return namespace;
  }

  /**
   * Installs what CRDs are missing, and makes the namespace.
   *
   * @throws IllegalStateException where the namespace is there already: its content is not ours
   */
  void prepare() throws IOException {
    if (client.namespaces().withName(namespace).get() != null) {
      throw new IllegalStateException(
          "The namespace %s exists already; delete it, or name another one with --namespace"
              .formatted(namespace));
    }
    try (var files = Files.list(CRDS)) {
      for (var file : files.sorted().toList()) {
        install(file);
      }
    }
    var made = new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build();
    client.namespaces().resource(made).create();
    ours.set(true);
  }

  private void install(Path file) throws IOException {
    var crds = client.apiextensions().v1().customResourceDefinitions();
    try (var yaml = Files.newInputStream(file)) {
      var crd = crds.load(yaml).item();
      var known = crds.withName(crd.getMetadata().getName());
      if (known.get() == null) {
        installed.add(crds.resource(crd).create());
        if (embedded.isEmpty()) {
          known.waitUntilCondition(Established::in, 10, TimeUnit.SECONDS);
        }
      }
    }
  }

  /** Removes what {@link #prepare} made. */
  @Override
  public void close() {
    if (ours.compareAndSet(true, false) && embedded.isEmpty()) {
      client.namespaces().withName(namespace).delete();
      installed.forEach(crd -> client.resource(crd).delete());
    }
    client.close();
    embedded.ifPresent(KubernetesMockServer::destroy);
  }
}
