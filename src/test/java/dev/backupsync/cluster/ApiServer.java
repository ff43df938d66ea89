package dev.backupsync.cluster;

import dev.backupsync.api.v1alpha1.AzureConnection;
import dev.backupsync.api.v1alpha1.BackupInstanceSync;
import dev.backupsync.api.v1alpha1.RepositorySync;
import dev.backupsync.api.v1alpha1.VeeamConnection;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A kube-apiserver; most tests share the one of this JVM, which the first of them starts. */
public final class ApiServer implements AutoCloseable {
  private static final Optional<String> BINARIES =
      Optional.ofNullable(System.getenv(KubeAPIServerConfigBuilder.KUBE_API_TEST_DIR));

  private final ControlPlane server;
  private final Path kubeconfig;
  private final KubernetesClient client;

  private ApiServer(ControlPlane server, Path kubeconfig, KubernetesClient client) {
    this.server = server;
    this.kubeconfig = kubeconfig;
    this.client = client;
  }

  private static final class Holder {
    static final ApiServer SHARED = start();
  }

  /** With our CRDs; throws where there are no binaries and none can be downloaded. */
  public static ApiServer shared() {
    return Holder.SHARED;
  }

  private static ApiServer start() {
    var api = withCrds();
    Runtime.getRuntime().addShutdownHook(new Thread(api.server::close, "stop-kube-apiserver"));
    return api;
  }

  /** One more, with our CRDs, for the caller alone, who closes it. */
  public static ApiServer withCrds() {
    var api = bare();
    try {
      api.installCrds();
      api.awaitCrds();
      return api;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One more, that knows nothing of us, for the caller alone, who closes it. */
  public static ApiServer bare() {
    var config = KubeAPIServerConfigBuilder.anAPIServerConfig().withUpdateKubeConfig(false);
    BINARIES.ifPresent(dir -> config.withTestDir(dir).withOfflineMode(true));
    var server = new ControlPlane(config.build());
    try {
      var file = Files.createTempFile("kubeconfig", ".yaml");
      file.toFile().deleteOnExit();
      Files.writeString(file, server.kubeconfig());
      var client =
          new KubernetesClientBuilder()
              .withConfig(Config.fromKubeconfig(server.kubeconfig()))
              .build();
      return new ApiServer(server, file, client);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void installCrds() throws IOException {
    try (var files = Files.list(Path.of("crds"))) {
      for (var file : files.toList()) {
        try (var yaml = Files.newInputStream(file)) {
          client.load(yaml).create(); // an older server knows no CEL rules, and drops them
        }
      }
    }
  }

  /** Waits until it serves our kinds. */
  public void awaitCrds() {
    for (var kind :
        List.of(
            RepositorySync.class,
            BackupInstanceSync.class,
            VeeamConnection.class,
            AzureConnection.class)) {
      client
          .apiextensions()
          .v1()
          .customResourceDefinitions()
          .withName(HasMetadata.getFullResourceName(kind))
          .waitUntilCondition(Established::in, 30, TimeUnit.SECONDS);
    }
  }

  /** As an administrator. */
  public KubernetesClient client() {
    return client;
  }

  public Path kubeconfig() {
    return kubeconfig;
  }

  URI url() {
    return URI.create("https://127.0.0.1:" + server.port());
  }

  /**
   * Kills it and starts it again on the same data. Only a gateway still leads to it then: what is
   * above was told the old port.
   */
  public void restart() {
    server.restart();
  }

  public Kubectl kubectl() {
    return new Kubectl(binary("kubectl"), kubeconfig);
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }

  private static Path binary(String name) {
    var dir = Path.of(BINARIES.orElse(System.getProperty("user.home") + "/.kubeapitest"));
    try (var files = Files.walk(dir)) {
      return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
