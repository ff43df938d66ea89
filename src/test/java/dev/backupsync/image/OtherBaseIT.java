package dev.backupsync.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Images on bases of somebody else's: from a file, with a cache for the Java in it, and from a
 * registry, for two architectures. There is no Java for arm64 here, and no machine that would start
 * it: the base from the registry has none.
 */
class OtherBaseIT {
  private static final Path CACHE = Path.of("target/image/app", ImageFiles.CACHE);

  @TempDir Path folder;

  @Test
  void aFileGivesTheJavaThatTheCacheIsFor() throws Exception {
    assumeTrue(Files.exists(CACHE), "no image was made; make one by -Dimage.tar=…");
    var base = folder.resolve("base.tar");
    Jib.fromScratch()
        .addEnvironmentVariable("JAVA_HOME", "/opt/java")
        .addFileEntriesLayer(java())
        .containerize(
            Containerizer.to(TarImage.at(base).named("java:25"))
                .setApplicationLayersCache(folder.resolve("cache")));

    // Fails where the Java of the base does not take it: that of another base makes its own.
    BuildImage.build(
        "--target=" + product(),
        "--base=" + base,
        "--cache=" + CACHE,
        "--tar=" + folder.resolve("image.tar"),
        "--version=0.2.0");

    var image = ImageTar.open(folder.resolve("image.tar"), folder.resolve("image"));
    assertThat(image.command()).startsWith("java");
    image.unpack(folder.resolve("root"));
    assertThat(folder.resolve("root").resolve("app").resolve(ImageFiles.CACHE)).exists();
    assertThat(folder.resolve("root/opt/java/lib/modules")).exists();
  }

  private static FileEntriesLayer java() throws IOException {
    return FileEntriesLayer.builder()
        .addEntryRecursive(
            Path.of("target/image/runtime/opt"),
            AbsoluteUnixPath.get("/opt"),
            (file, _) -> FilePermissions.fromOctalString(Files.isExecutable(file) ? "755" : "644"))
        .build();
  }

  @Test
  void aRegistryGivesBothArchitecturesAndNoCache() throws Exception {
    LocalRegistry.assumeInstalled();
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
