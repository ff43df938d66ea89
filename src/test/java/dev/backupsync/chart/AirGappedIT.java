package dev.backupsync.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.marcnuri.helm.Helm;
import dev.backupsync.cluster.ApiServer;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.image.Container;
import dev.backupsync.image.ImageTar;
import dev.backupsync.image.LocalRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Image and chart from a registry of one's own, with Helm and a real API server, as the docs say.
 */
@OnApiServer
class AirGappedIT {
  private static final String TAR = System.getProperty("image.tar", "");
  private static final String NAME = "air-gapped";

  @TempDir static Path folder;
  private static LocalRegistry registry;

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(!TAR.isEmpty(), "no image was made; make one by -Dimage.tar=…");
    LocalRegistry.assumeInstalled();
    registry = LocalRegistry.start(folder);
  }

  @AfterAll
  static void stop() {
    if (registry != null) {
      registry.close();
    }
  }

  @Test
  void imageAndChartComeFromTheRegistry() throws IOException, InterruptedException {
    var repository = registry.address() + "/backup-sync-operator";
    var digest = Files.readString(Path.of("target", "image.digest"));
    copy("oci-archive:" + TAR, "docker://" + repository + ":0.2.0");
    Helm.push().withChart(chart()).withRemote(charts()).plainHttp().call();

    install(repository, digest);

    var image = image();
    assertThat(image).isEqualTo(repository + "@" + digest);
    var pulled = folder.resolve("pulled.tar");
    copy("docker://" + image, "oci-archive:" + pulled);
    assertThat(works(pulled)).contains("backup-sync-operator 0.");
  }

  private static Path chart() {
    Chart.helm().packageIt().withDestination(folder).call();
    return folder.resolve("backup-sync-operator-" + System.getProperty("project.version") + ".tgz");
  }

  private static URI charts() {
    return URI.create("oci://" + registry.address() + "/charts");
  }

  private static void install(String repository, String digest) {
    Helm.install(charts() + "/backup-sync-operator")
        .withName(NAME)
        .withNamespace(NAME)
        .createNamespace()
        .plainHttp()
        .withKubeConfig(ApiServer.shared().kubeconfig())
        .set("crds.install", "false")
        .set("image.repository", repository)
        .set("image.digest", digest)
        .call();
  }

  /** What a kubelet would pull. */
  private static String image() {
    var deployments = ApiServer.shared().client().apps().deployments().inNamespace(NAME);
    var pod = deployments.list().getItems().getFirst().getSpec().getTemplate().getSpec();
    return pod.getContainers().getFirst().getImage();
  }

  private static String works(Path tar) throws IOException, InterruptedException {
    var image = ImageTar.open(tar, folder.resolve("pulled"));
    image.unpack(folder.resolve("root"));
    try (var operator = new Container(folder.resolve("root"), image).start(Map.of(), "--version")) {
      assertThat(operator.awaitExit()).as(operator.log()).isZero();
      return operator.log();
    }
  }

  private static void copy(String from, String to) throws IOException, InterruptedException {
    registry.skopeo(
        "skopeo", "copy", "--all", "--src-tls-verify=false", "--dest-tls-verify=false", from, to);
  }
}
