package dev.backupsync.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An image for two architectures, on a base of somebody else's that lies in a registry. There is no
 * Java for arm64 here, and no machine that would start it: this base has none.
 */
class RegistryImageIT {
  @TempDir Path folder;

  @Test
  void isForBothArchitecturesAndHasNoCache() throws Exception {
    assumeTrue(LocalRegistry.isInstalled(), "docker-registry and skopeo: apt-get install them");
    try (var registry = LocalRegistry.start(folder)) {
      pushBase(registry.address() + "/java:25");
      var made = registry.address() + "/backup-sync-operator:0.2.0";

      BuildImage.build(
          "--target=" + product(),
          "--base=" + registry.address() + "/java:25",
          "--to=" + made,
          "--platforms=amd64,arm64",
          "--insecure=true",
          "--version=0.2.0");

      var raw =
          registry.skopeo("skopeo", "inspect", "--raw", "--tls-verify=false", "docker://" + made);
      assertThat(new JsonMapper().readTree(raw).findValuesAsText("architecture"))
          .containsExactlyInAnyOrder("amd64", "arm64");
      unpack(registry, made);
      var app = folder.resolve("root").resolve("app");
      assertThat(app.resolve(ImageFiles.CACHE)).doesNotExist();
      assertThat(Files.readAllLines(app.resolve(ImageFiles.FLAGS)))
          .isEqualTo(JvmFlags.of(Path.of("bin", "operator.args")));
    }
  }

  private void pushBase(String name) throws Exception {
    Jib.fromScratch()
        .setPlatforms(Set.of(new Platform("amd64", "linux"), new Platform("arm64", "linux")))
        .addLayer(List.of(Path.of("LICENSE")), "/opt")
        .containerize(
            Containerizer.to(RegistryImage.named(name))
                .setAllowInsecureRegistries(true)
                .setApplicationLayersCache(folder.resolve("cache")));
  }

  /** The jar and its libraries, where the image of the build is not disturbed. */
  private Path product() throws IOException {
    Files.createDirectories(folder.resolve("target/lib"));
    try (var files = Files.walk(Path.of("target/lib"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, folder.resolve(file));
      }
    }
    Files.copy(Path.of("target", ImageFiles.JAR), folder.resolve("target").resolve(ImageFiles.JAR));
    return folder.resolve("target");
  }

  private void unpack(LocalRegistry registry, String name) throws Exception {
    var tar = folder.resolve("pulled.tar");
    registry.skopeo(
        "skopeo", "copy", "--src-tls-verify=false", "docker://" + name, "oci-archive:" + tar);
    ImageTar.open(tar, folder.resolve("pulled")).unpack(folder.resolve("root"));
  }
}
