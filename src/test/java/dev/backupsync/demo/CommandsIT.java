package dev.backupsync.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.BackupInstanceSync;
import dev.backupsync.api.v1alpha1.RepositorySync;
import dev.backupsync.cluster.ApiServer;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.docs.Page;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every {@code kubectl} command that a page shows works as it is written there, block by block,
 * with an operator at work and both vendors simulated. What differs is only what a reader changes
 * too: the namespace, and the addresses and credentials in the two files of the tutorials.
 */
@OnApiServer
class CommandsIT {
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
  private static final List<String> FILES =
      List.of(
          "veeam-repository.yaml", "azure-backup-instance.yaml", "veeam-repository-not-found.yaml");

  /**
   * But for those that install the operator in a cluster: ChartIT does what the chart's says,
   * DeployIT what is said of plain manifests, and UpgradeIT what is said of upgrades.
   */
  static Stream<Page> pages() {
    return Page.all()
        .filter(page -> !page.path().startsWith("helm"))
        .filter(page -> !page.path().endsWith("install-manifests.md"))
        .filter(page -> !page.path().endsWith("upgrade.md"))
        .filter(page -> page.blocks("sh").stream().anyMatch(block -> block.contains("kubectl ")));
  }

  @TempDir static Path folder;

  private static Stage stage;
  private static Simulators simulators;

  @BeforeAll
  static void open() throws IOException {
    stage = Stage.open();
    simulators = new Simulators(stage.namespace());
    var redirection = simulators.redirection();
    stage.configMap(Redirection.caName(), redirection.caBundle());
    for (var file : FILES) {
      var examples = Example.read(Example.FOLDER.resolve(file));
      examples.stream().filter(Example::isSync).forEach(simulators::stock);
      Files.writeString(
          folder.resolve(file),
          examples.stream()
              .map(example -> SERIALIZATION.asYaml(redirection.of(example).toResource()))
              .collect(Collectors.joining("\n---\n")));
    }
    stage.operate();
  }

  @AfterAll
  static void close() throws IOException {
    stage.close();
    simulators.close();
  }

  /** Each page begins with the same objects, as its reader has applied them. */
  @BeforeEach
  void applyTheFiles() throws IOException, InterruptedException {
    stage.delete(RepositorySync.class, "mail-archive");
    stage.delete(BackupInstanceSync.class, "testbi");
    for (var file : FILES) {
      run("kubectl -n backup apply -f " + file);
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void workAsTheyAreWritten(Page page) throws IOException, InterruptedException {
    for (var block : page.blocks("sh")) {
      if (block.contains("kubectl ")) {
        run(block);
      }
    }
  }

  private static void run(String block) throws IOException, InterruptedException {
    var script = folder.resolve("block.sh");
    Files.writeString(script, kubectl() + here(block));
    var output = folder.resolve("output");
    var shell =
        new ProcessBuilder("timeout", "120", "bash", "-eu", script.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();

    assertThat(shell.waitFor()).as("%s\n%s", block, Files.readString(output)).isZero();
  }

  private static String kubectl() {
    return "kubectl() { %s \"$@\"; }\n"
        .formatted(String.join(" ", ApiServer.shared().kubectl().command()));
  }

  /**
   * In our own namespace, with the files of {@code examples/} beside, without the commands of other
   * tools, and as the pages say for servers as old as the one here: they do not know every field of
   * a CRD.
   */
  private static String here(String block) {
    return block
        .replaceAll("(?m)^helm (.*\\\\\n)*.*$", "")
        .replace("-n backup ", "-n " + stage.namespace() + " ")
        .replace("-f examples/", "-f ")
        .replace("create namespace backup", "create namespace docs-" + UUID.randomUUID())
        .replace("apply -f crds/", "apply --validate=false -f crds/")
        .replace("-f crds/", "-f " + Path.of("crds").toAbsolutePath());
  }
}
