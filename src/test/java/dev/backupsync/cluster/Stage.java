package dev.backupsync.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.BackupSyncOperator;
import dev.backupsync.OperatorOptions;
import dev.backupsync.api.v1alpha1.AzureConnection;
import dev.backupsync.api.v1alpha1.BackupInstanceSync;
import dev.backupsync.api.v1alpha1.RepositorySync;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.VeeamConnection;
import dev.backupsync.simulator.AzureServer;
import dev.backupsync.simulator.Certificates;
import dev.backupsync.simulator.VeeamServer;
import dev.backupsync.statemachine.TestClocks;
import dev.backupsync.time.Clocks;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** One test's namespace, with both vendors and an operator that sees nothing else. */
public final class Stage implements AutoCloseable {
  /** Only how long a test hangs that would fail: a machine may have many other things to do. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final KubernetesClient client;
  private final String namespace = "t-" + UUID.randomUUID().toString().substring(0, 8);
  public final VeeamServer veeam = VeeamServer.started();
  public final AzureServer azure = AzureServer.started();
  private final Deque<BackupSyncOperator> operators = new ArrayDeque<>();
  private final Deque<KubernetesClient> clients = new ArrayDeque<>();

  public Stage(KubernetesClient client) {
    this.client = client;
    client
        .namespaces()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
  }

  public static Stage open() {
    return new Stage(ApiServer.shared().client());
  }

  public String namespace() {
    return namespace;
  }

  public KubernetesClient client() {
    return client;
  }

  /** Starts the operator, or starts it again; several for as many shards. */
  public Stage operate(String... moreOptions) {
    return operate(InstantSource.system(), moreOptions);
  }

  public Stage operate(InstantSource clock, String... moreOptions) {
    return operate(client, clock, moreOptions);
  }

  /** Starts an operator that reaches the API server only this way. */
  public Stage operateBehind(ApiGateway gateway, String... moreOptions) {
    clients.push(gateway.client());
    return operate(clients.element(), InstantSource.system(), moreOptions);
  }

  /** The time that passes is what the clock moves by. */
  private Stage operate(KubernetesClient client, InstantSource clock, String... moreOptions) {
    return operate(client, TestClocks.movedBy(clock), moreOptions);
  }

  /** Starts an operator whose clock on the wall may be set. */
  public Stage operate(Clocks clocks, String... moreOptions) {
    return operate(client, clocks, moreOptions);
  }

  private Stage operate(KubernetesClient client, Clocks clocks, String... moreOptions) {
    var arguments = new ArrayList<>(List.of(moreOptions));
    arguments.add("--http-port=0");
    if (arguments.stream().noneMatch(argument -> argument.startsWith("--watch-namespaces"))) {
      arguments.add("--watch-namespaces=" + namespace);
    }
    try {
      operators.push(
          BackupSyncOperator.start(
              client, OperatorOptions.of(arguments.toArray(String[]::new)), Map.of(), clocks));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** One operator for this namespace and another one. */
  public void operateAlsoIn(String other) {
    operate("--watch-namespaces=" + other + "," + namespace);
  }

  /** Labels the namespace. */
  public void label(Map<String, String> labels) {
    client
        .namespaces()
        .withName(namespace)
        .edit(n -> n.edit().editMetadata().addToLabels(labels).endMetadata().build());
  }

  /** Takes a label from the namespace. */
  public void unlabel(String label) {
    client
        .namespaces()
        .withName(namespace)
        .edit(n -> n.edit().editMetadata().removeFromLabels(label).endMetadata().build());
  }

  /** The one that was started last. */
  public BackupSyncOperator operator() {
    return operators.element();
  }

  public void stopOperator() {
    operators.pop().close();
  }

  /** Applies YAML; {@code $veeam}, {@code $azure} and {@code $ca} stand for the simulators. */
  public Stage apply(String yaml) {
    var filled =
        yaml.replace("$veeam", veeam.url().toString()).replace("$azure", azure.url().toString());
    for (var item :
        client.load(new ByteArrayInputStream(filled.getBytes(StandardCharsets.UTF_8))).items()) {
      client.resource(item).inNamespace(namespace).forceConflicts().serverSideApply();
    }
    return this;
  }

  /** A working connection {@code vb365} with its Secret and CA. */
  public Stage veeamConnection() {
    secret("vb365", Map.of("username", VeeamServer.USER, "password", VeeamServer.PASSWORD));
    ca();
    return apply(
        """
        apiVersion: backupsync.dev/v1alpha1
        kind: VeeamConnection
        metadata: {name: vb365}
        spec:
          url: $veeam
          credentialsSecretRef: {name: vb365}
          tls: {caBundleRef: {name: ca}}
          requestTimeout: 5s
          probeInterval: 2s
        """);
  }

  /** One more connection to the same server, with the same account. */
  public Stage veeamConnection(String name, Duration requestTimeout) {
    return apply(
        """
        apiVersion: backupsync.dev/v1alpha1
        kind: VeeamConnection
        metadata: {name: %s}
        spec:
          url: $veeam
          credentialsSecretRef: {name: vb365}
          tls: {caBundleRef: {name: ca}}
          requestTimeout: %ds
          probeInterval: 2s
        """
            .formatted(name, requestTimeout.toSeconds()));
  }

  /** A working connection {@code azure} with its Secret and CA. */
  public Stage azureConnection() {
    secret("azure-sp", Map.of("clientSecret", AzureServer.CLIENT_SECRET));
    ca();
    return apply(
        """
        apiVersion: backupsync.dev/v1alpha1
        kind: AzureConnection
        metadata: {name: azure}
        spec:
          cloud: Custom
          endpoint: $azure
          authorityHost: $azure
          tenantId: %s
          clientId: %s
          credential: {type: ClientSecret, secretRef: {name: azure-sp}}
          tls: {caBundleRef: {name: ca}}
          requestTimeout: 5s
          probeInterval: 2s
        """
            .formatted(AzureServer.TENANT, AzureServer.CLIENT_ID));
  }

  public void secret(String name, Map<String, String> data) {
    client
        .secrets()
        .inNamespace(namespace)
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withStringData(data)
                .build())
        .forceConflicts()
        .serverSideApply();
  }

  private void ca() {
    configMap("ca", Map.of("ca.crt", Certificates.shared().caPem()));
  }

  public void configMap(String name, Map<String, String> data) {
    client
        .configMaps()
        .inNamespace(namespace)
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withData(data)
                .build())
        .forceConflicts()
        .serverSideApply();
  }

  public <T extends HasMetadata> T get(Class<T> kind, String name) {
    return client.resources(kind).inNamespace(namespace).withName(name).require();
  }

  /** Deletes, and waits until it is gone. */
  public <T extends HasMetadata> void delete(Class<T> kind, String name) {
    beginDeletion(kind, name);
    awaitGone(kind, name);
  }

  /** Deletes, and waits for nothing: a finalizer may hold it. */
  public <T extends HasMetadata> void beginDeletion(Class<T> kind, String name) {
    client.resources(kind).inNamespace(namespace).withName(name).delete();
  }

  public <T extends HasMetadata> void awaitGone(Class<T> kind, String name) {
    var resource = client.resources(kind).inNamespace(namespace).withName(name);
    awaitUntil(() -> resource.get() == null);
  }

  public RepositorySync repositorySync(String name) {
    return get(RepositorySync.class, name);
  }

  /** Waits until the sync's status is as wanted. */
  public <T extends CustomResource<?, SyncStatus>> SyncStatus await(
      Class<T> kind, String name, Predicate<SyncStatus> wanted) {
    var seen =
        new Object() {
          @Nullable SyncStatus status;
        };
    try {
      awaitUntil(
          () -> {
            seen.status = get(kind, name).getStatus();
            return seen.status != null && wanted.test(seen.status);
          });
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("Not as wanted: " + seen.status, e);
    }
    return Objects.requireNonNull(seen.status);
  }

  /** Waits for the reason of the Ready condition. */
  public <T extends HasMetadata> Condition awaitReason(Class<T> kind, String name, String reason) {
    var seen =
        new Object() {
          Optional<Condition> ready = Optional.empty();
        };
    try {
      awaitUntil(
          () -> {
            seen.ready = ready(get(kind, name));
            return seen.ready.map(Condition::getReason).filter(reason::equals).isPresent();
          });
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("Wanted " + reason + ", saw " + seen.ready, e);
    }
    return seen.ready.orElseThrow();
  }

  /** Waits for a message of the Ready condition. */
  public <T extends HasMetadata> void awaitMessage(Class<T> kind, String name, String part) {
    awaitUntil(() -> ready(get(kind, name)).filter(c -> c.getMessage().contains(part)).isPresent());
  }

  /** Changes a part of an object by a JSON merge patch. */
  public <T extends HasMetadata> void patch(Class<T> kind, String name, String patch) {
    client
        .resources(kind)
        .inNamespace(namespace)
        .withName(name)
        .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  /** Sets an annotation of ours, as {@code kubectl annotate --overwrite} does. */
  public <T extends HasMetadata> void annotate(
      Class<T> kind, String name, String annotation, String value) {
    var metadata = Map.of("annotations", Map.of(annotation, value));
    patch(kind, name, client.getKubernetesSerialization().asJson(Map.of("metadata", metadata)));
  }

  /** Writes a status as somebody else would who may. */
  public <T extends HasMetadata> void plantStatus(Class<T> kind, String name, String patch) {
    client
        .resources(kind)
        .inNamespace(namespace)
        .withName(name)
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  public static void awaitUntil(Callable<Boolean> wanted) {
    Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(wanted);
  }

  private static Optional<Condition> ready(HasMetadata resource) {
    List<Condition> conditions =
        switch (resource) {
          case RepositorySync sync when sync.getStatus() != null ->
              sync.getStatus().knownConditions();
          case BackupInstanceSync sync when sync.getStatus() != null ->
              sync.getStatus().knownConditions();
          case VeeamConnection connection when connection.getStatus() != null ->
              connection.getStatus().knownConditions();
          case AzureConnection connection when connection.getStatus() != null ->
              connection.getStatus().knownConditions();
          default -> List.of();
        };
    return conditions.stream().filter(c -> "Ready".equals(c.getType())).findFirst();
  }

  /** Waits for just these events about an object, in this order. */
  public void awaitEvents(String name, String... reasons) {
    var expected = List.of(reasons);
    try {
      awaitUntil(() -> events(name).size() >= expected.size());
    } catch (ConditionTimeoutException _) {
      // the assertion tells which are missing
    }
    assertThat(events(name)).isEqualTo(expected);
  }

  /** Reasons of the events about an object, oldest first. */
  public List<String> events(String name) {
    return events(event -> event.getInvolvedObject().getName().equals(name));
  }

  /** Reasons of the events about every object of a kind, oldest first. */
  public List<String> events(Class<? extends HasMetadata> kind) {
    return events(event -> event.getInvolvedObject().getKind().equals(HasMetadata.getKind(kind)));
  }

  private List<String> events(Predicate<Event> about) {
    return client.v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(about)
        .sorted(
            Comparator.comparingLong(
                event -> Long.parseLong(event.getMetadata().getResourceVersion())))
        .map(Event::getReason)
        .toList();
  }

  @Override
  public void close() {
    operators.forEach(BackupSyncOperator::close);
    clients.forEach(KubernetesClient::close);
    client.namespaces().withName(namespace).delete();
    veeam.close();
    azure.close();
  }
}
