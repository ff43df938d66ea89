package dev.backupsync.image;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/** Makes the image of the gathered files by Jib: to a file, to a registry, or both. */
final class Image {
  private final ImageOptions options;
  private final ImageFiles files;

  Image(ImageOptions options, ImageFiles files) {
    this.options = options;
    this.files = files;
  }

  /** Returns the digest by which a registry knows the image. */
  String make() throws IOException, InterruptedException {
    try {
      var digest = "";
      for (var destination : options.destinations()) {
        digest = builder().containerize(containerizer(destination)).getDigest().toString();
      }
      return digest;
    } catch (InvalidImageReferenceException
        | RegistryException
        | CacheDirectoryCreationException
        | ExecutionException e) {
      throw new IOException("The image could not be made: " + e.getMessage(), e);
    }
  }

  private Containerizer containerizer(String destination) throws InvalidImageReferenceException {
    var tar = destination.endsWith(".tar");
    var named = ImageReference.parse("backup-sync-operator:" + options.version());
    var to =
        tar
            ? Containerizer.to(TarImage.at(Path.of(destination)).named(named))
            : Containerizer.to(registry(destination));
    return to.setBaseImageLayersCache(files.caches().resolve("base"))
        .setApplicationLayersCache(files.caches().resolve("application"))
        .setAllowInsecureRegistries(options.insecure())
        .setToolName("backup-sync-operator");
  }

  private JibContainerBuilder builder() throws IOException, InvalidImageReferenceException {
    var builder = from();
    // Jib writes no OCI index.
    var format = platforms().size() == 1 ? ImageFormat.OCI : ImageFormat.Docker;
    builder.setFormat(format).setCreationTime(options.created()).setPlatforms(platforms());
    builder.setUser("65532:65532").setExposedPorts(Port.tcp(8080));
    builder.setEntrypoint(
        options.java(), "-XX:Flags=/app/" + ImageFiles.FLAGS, "-jar", "/app/" + ImageFiles.JAR);
    builder.setLabels(options.labels(Files.exists(files.app(ImageFiles.CACHE))));
    for (var layer : files.layers()) {
      builder.addFileEntriesLayer(layer);
    }
    return builder;
  }

  private JibContainerBuilder from() throws InvalidImageReferenceException {
    var base = options.base();
    if (base.isEmpty()) {
      return Jib.fromScratch();
    }
    return base.endsWith(".tar") ? Jib.from(TarImage.at(Path.of(base))) : Jib.from(registry(base));
  }

  private static RegistryImage registry(String name) throws InvalidImageReferenceException {
    var reference = ImageReference.parse(name);
    var credentials = CredentialRetrieverFactory.forImage(reference, _ -> {});
    return RegistryImage.named(reference).addCredentialRetriever(credentials.dockerConfig());
  }

  private Set<Platform> platforms() {
    return Arrays.stream(options.platforms().split(","))
        .map(architecture -> new Platform(architecture, "linux"))
        .collect(Collectors.toSet());
  }
}
