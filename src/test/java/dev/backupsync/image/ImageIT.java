package dev.backupsync.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.backupsync.cluster.ApiServer;
import dev.backupsync.cluster.BothVendors;
import dev.backupsync.cluster.OnApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image that {@code mvn package -Dimage.tar=…} made: what it has, and that it works. */
@OnApiServer
class ImageIT {
  private static final String TAR = System.getProperty("image.tar", "");

  @TempDir static Path folder;
  private static ImageTar image;
  private static Path root;

  @BeforeAll
  static void unpack() throws IOException, InterruptedException {
    assumeTrue(!TAR.isEmpty(), "no image was made; make one by -Dimage.tar=…");
    image = ImageTar.open(Path.of(TAR), folder.resolve("image"));
    root = folder.resolve("root");
    image.unpack(root);
  }

  @Test
  void worksAsItsUserOnFilesThatItCannotWrite() throws IOException, InterruptedException {
    var container = container();
    container.mount("kubeconfig", kubeconfig());
    try (var both = BothVendors.open();
        var operator =
            container.start(
                Map.of(
                    "KUBECONFIG", "/kubeconfig",
                    "HTTP_PORT", "0",
                    "WATCH_NAMESPACES", both.stage().namespace(),
                    "JDK_JAVA_OPTIONS", "-XX:AOTMode=on"))) { // or the JVM would go on without
      operator.awaitReady();
      assertThat(status(operator.pid(), "status")).containsPattern("Uid:\\s+65532\\s+65532");
      assertThat(status(operator.pid(), "mountinfo")).containsPattern(" / / ro,|/root / ro,");

      both.create("timeout: 1h");
      both.awaitRunning();
      both.finish();
      both.awaitSuccess();

      assertThat(operator.terminate()).isEqualTo(143);
      assertThat(operator.log()).doesNotContain(" WARN ", " ERROR ", "[warning]");
    }
  }

  @Test
  void whatTheUserTellsTheJvmWins() throws IOException {
    var options = Map.of("JDK_JAVA_OPTIONS", "-Xmx96m -XX:+PrintFlagsFinal");
    try (var operator = container().start(options, "--version")) {
      assertThat(operator.awaitExit()).isZero();
      assertThat(operator.log())
          .containsPattern("MaxHeapSize += 100663296")
          .containsPattern("UseSerialGC += true");
    }
  }

  @Test
  void startsWithoutAWordWhereThereIsNoCache() throws IOException, InterruptedException {
    var without = folder.resolve("without");
    image.unpack(without);
    Files.delete(without.resolve("app").resolve(ImageFiles.CACHE));
    var flags = JvmFlags.of(Path.of("bin", "operator.args")); // as such an image has them
    Files.write(without.resolve("app").resolve(ImageFiles.FLAGS), flags);

    assumeRoot();
    try (var operator = new Container(without, image).start(Map.of(), "--version")) {
      assertThat(operator.awaitExit()).isZero();
      assertThat(operator.log()).matches("backup-sync-operator 0\\.[^\n]*\n");
    }
  }

  @Test
  void hasNothingBesidesTheOperatorAndItsJava() throws IOException {
    assertThat(root.resolve("app/sbom.json")).hasSameBinaryContentAs(Path.of("target/sbom.json"));
    assertThat(names(root.resolve("app/lib"))).isEqualTo(names(Path.of("target/lib")));
    assertThat(names(root)).contains("app", "etc", "opt", "tmp").doesNotContain("usr", "bin");
    try (var files = Files.walk(root)) {
      assertThat(files.map(file -> file.getFileName().toString())).doesNotContain("sh", "bash");
    }
  }

  @Test
  void saysWhatItIs() throws IOException {
    var config = image.config();
    assertThat(config.path("config").path("User").asText()).isEqualTo("65532:65532");
    assertThat(config.path("config").path("Labels").path("dev.backupsync.aot-cache").asText())
        .isEqualTo("true");
    assertThat(
            StreamSupport.stream(config.path("history").spliterator(), false)
                .map(layer -> layer.path("comment").asText()))
        .containsExactly("runtime", "libraries", "cache", "operator");
    assertThat(image.digest()).isEqualTo(Files.readString(Path.of("target/image.digest")));
  }

  private static Container container() {
    assumeRoot();
    return new Container(root, image);
  }

  private static void assumeRoot() {
    assumeTrue(System.getProperty("user.name").equals("root"), "only root may change its root");
  }

  private static String status(long pid, String file) throws IOException {
    return Files.readString(Path.of("/proc", Long.toString(pid), file));
  }

  private static Set<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  private static String kubeconfig() {
    return ApiServer.shared().kubectl().run("config", "view", "--raw", "--flatten").output();
  }
}
