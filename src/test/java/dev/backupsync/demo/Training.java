package dev.backupsync.demo;

import dev.backupsync.cluster.OperatorProcess;
import dev.backupsync.image.AotCache;
import dev.backupsync.image.JvmFlags;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;

/**
 * Makes the AOT cache: the jar as it ships, with the flags that it ships with, does all that the
 * demo shows, and the JVM writes a list of the classes that it needed, from which a cache is made
 * for this JVM, and for an image's. Where that fails there is no cache, the build says so, and the
 * operator starts without one.
 */
public final class Training {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Path JAR = Path.of("target", "backup-sync-operator.jar");
  private static final Path CLASSES = Path.of("target", "backup-sync-operator.classes");
  private static final Path CACHE = Path.of("target", "backup-sync-operator.aot");
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
  private static final Path FLAGS = Path.of("bin", "operator.args");
  private static final double MEGABYTE = 1 << 20;

  private Training() {}

  /** Runs the training as a process; never fails the build. */
  public static void main(String[] args) throws IOException {
    System.setProperty("logback.configurationFile", "dev/backupsync/demo/logback-demo.xml");
    System.setProperty("io.netty.noUnsafe", "true"); // or the embedded API's server is warned about
    var start = System.nanoTime();
    Files.deleteIfExists(CLASSES);
    Files.deleteIfExists(CACHE);
    try {
      train();
      AotCache.make(JAVA, JvmFlags.of(FLAGS), JAR, CLASSES, CACHE);
    } catch (IOException | RuntimeException e) {
      System.err.println("The training for the AOT cache failed: " + e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    System.out.println(
        Files.exists(CACHE)
            ? "%s: %.0f MB, made in %.0f s"
                .formatted(CACHE, Files.size(CACHE) / MEGABYTE, (System.nanoTime() - start) / 1e9)
            : "There is no AOT cache: the operator starts without it, only slower");
    System.exit(0);
  }

  private static void train() throws IOException, InterruptedException {
    try (var cluster = DemoCluster.embedded("backupsync-training");
        var simulators = new Simulators(cluster.namespace())) {
      cluster.prepare();
      try (var operator = operator(cluster, simulators)) {
        var show = new Show(cluster, simulators, Example.load(Example.FOLDER));
        show.apply();
        var silent =
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        operator.awaitReady();
        show.watch(Screen.on(silent, false), LIMIT);
        for (var path : List.of("/livez", "/readyz", "/metrics")) {
          operator.get(path);
        }
        show.clear();
        operator.terminate(); // and only now the JVM writes the list
      }
    }
  }

  private static OperatorProcess operator(DemoCluster cluster, Simulators simulators)
      throws IOException {
    var environment = new HashMap<>(simulators.environment());
    environment.put("KUBECONFIG", kubeconfig(cluster.client()).toString());
    return OperatorProcess.ofCommand(
        environment,
        JAVA.toString(),
        "@" + FLAGS,
        "-XX:DumpLoadedClassList=" + CLASSES,
        "-jar",
        JAR.toString(),
        "--watch-namespaces=" + cluster.namespace(),
        "--ambient-credentials-namespaces=" + cluster.namespace(),
        "--ambient-credentials-hosts=localhost",
        "--http-port=0");
  }

  private static Path kubeconfig(KubernetesClient client) throws IOException {
    var config =
        """
        apiVersion: v1
        kind: Config
        current-context: training
        clusters: [{name: training, cluster: {server: "%s", insecure-skip-tls-verify: true}}]
        contexts: [{name: training, context: {cluster: training, user: anyone, namespace: default}}]
        users: [{name: anyone, user: {}}]
        """
            .formatted(client.getMasterUrl());
    return Files.writeString(Files.createTempFile("training", ".yaml"), config);
  }
}
