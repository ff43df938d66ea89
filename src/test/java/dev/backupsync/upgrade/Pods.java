package dev.backupsync.upgrade;

import dev.backupsync.cluster.ApiServer;
import dev.backupsync.cluster.OperatorProcess;
import dev.backupsync.cluster.Stage;
import io.fabric8.kubernetes.api.model.AuthInfoBuilder;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Does with a Deployment what its controller and a kubelet would: runs the process of its image,
 * with its environment and a token of its ServiceAccount, and replaces it as its strategy says.
 */
final class Pods implements AutoCloseable {
  private final ApiServer api;
  private final String namespace;
  private final String deployment;
  private final Map<String, Path> jars = new HashMap<>();
  private Optional<OperatorProcess> running = Optional.empty();

  Pods(ApiServer api, String namespace, String deployment, List<Shipped> versions) {
    this.api = api;
    this.namespace = namespace;
    this.deployment = deployment;
    versions.forEach(version -> jars.put(version.image(), version.jar()));
  }

  /** The one that works, or is to. */
  OperatorProcess running() {
    return running.orElseThrow();
  }

  /** Replaces the process by one of what the Deployment says now; returns once that is ready. */
  void rollOut() {
    var wanted = deployment();
    var before = running;
    var sideBySide = wanted.getSpec().getStrategy().getType().equals("RollingUpdate");
    if (!sideBySide) {
      before.ifPresent(OperatorProcess::terminate);
    }
    running = Optional.of(start(wanted.getSpec().getTemplate().getSpec()).awaitReady());
    if (sideBySide) {
      before.ifPresent(Pods::stop);
    }
  }

  private static void stop(OperatorProcess process) {
    if (!process.isAlive()) {
      throw new AssertionError("It ended before its successor was there: " + process.log());
    }
    process.terminate();
  }

  private OperatorProcess start(PodSpec pod) {
    var container = pod.getContainers().getFirst();
    var environment = new HashMap<>(environment(container));
    environment.put("HTTP_PORT", "0"); // two share this machine's ports
    environment.put("KUBECONFIG", kubeconfig(pod.getServiceAccountName()).toString());
    var jar = Objects.requireNonNull(jars.get(container.getImage()), container.getImage());
    return OperatorProcess.ofJar(jar, environment);
  }

  private Map<String, String> environment(Container container) {
    var environment = new HashMap<String, String>();
    container.getEnv().forEach(env -> environment.put(env.getName(), value(env)));
    return environment;
  }

  private String value(EnvVar variable) {
    var isNamespace = variable.getName().equals("POD_NAMESPACE");
    return isNamespace ? namespace : Objects.requireNonNullElse(variable.getValue(), "");
  }

  Deployment deployment() {
    return api.client().apps().deployments().inNamespace(namespace).withName(deployment).require();
  }

  private Path kubeconfig(String account) {
    try {
      var config = Serialization.unmarshal(Files.readString(api.kubeconfig()), Config.class);
      var user = new AuthInfoBuilder().withToken(token(account)).build();
      config.getUsers().forEach(known -> known.setUser(user));
      var file = Files.createTempFile("kubeconfig", ".yaml");
      file.toFile().deleteOnExit();
      return Files.writeString(file, Serialization.asYaml(config));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String token(String account) {
    return api.client()
        .serviceAccounts()
        .inNamespace(namespace)
        .withName(account)
        .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
        .getStatus()
        .getToken();
  }

  /** Whether the process that was started last is at work. */
  void awaitReady() {
    Stage.awaitUntil(() -> running().isReady());
  }

  @Override
  public void close() {
    running.ifPresent(OperatorProcess::close);
  }
}
