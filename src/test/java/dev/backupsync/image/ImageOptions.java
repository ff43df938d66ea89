package dev.backupsync.image;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** What whoever makes an image may choose. */
final class ImageOptions {
  private static final String PROJECT = "https://github.com/backup-sync/backup-sync-operator";

  @Option(names = "--tar", description = "The file that the image is written to.")
  private String tar = "";

  @Option(names = "--to", description = "Where in a registry the image is pushed to.")
  private String to = "";

  @Option(names = "--base", description = "A Java 25 image, as a .tar or in a registry.")
  private String base = "";

  @Option(names = "--platforms", description = "The architectures; several with a registry.")
  private String platforms = "";

  @Option(names = "--version", description = "The version of the operator.")
  private String version = "";

  @Option(names = "--revision", description = "The commit, for a label.")
  private String revision = "";

  @Option(names = "--created", description = "The time that the image says it is from.")
  private Instant created = Instant.EPOCH;

  @Option(names = "--target", description = "Where the build put the jar.")
  private Path target = Path.of("target");

  @Option(names = "--classes", description = "The list of classes to make the AOT cache from.")
  private String classes = "";

  @Option(names = "--cache", description = "The AOT cache of an image that is built again.")
  private String cache = "";

  @Option(names = "--insecure", arity = "1", description = "Allow a registry without TLS.")
  private boolean insecure;

  /** Files that end in .tar, and references in registries. */
  List<String> destinations() {
    var destinations = new ArrayList<>(List.of(tar, to));
    destinations.removeIf(String::isEmpty);
    return destinations;
  }

  /** Empty: the runtime of this build. */
  String base() {
    return base;
  }

  boolean baseIsFile() {
    return base.endsWith(".tar");
  }

  String platforms() {
    return platforms.isEmpty() ? ownPlatform() : platforms;
  }

  /** As images name the architecture of this JVM. */
  static String ownPlatform() {
    var architecture = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return architecture.equals("aarch64") ? "arm64" : architecture;
  }

  String version() {
    return version;
  }

  Instant created() {
    return created;
  }

  Path target() {
    return target;
  }

  /** Where nothing else is said, that of the build's training. */
  Path classes() {
    return classes.isEmpty() ? target.resolve(ImageFiles.CLASSES) : Path.of(classes);
  }

  /** Empty: a new one is made. */
  String cache() {
    return cache;
  }

  boolean insecure() {
    return insecure;
  }

  /** Where Java is in the image: in our own runtime, or on the path of another base. */
  String java() {
    return base.isEmpty() ? "/opt/java/bin/java" : "java";
  }

  /** As the OCI names them. */
  Map<String, String> labels(boolean withCache) {
    var labels = new TreeMap<String, String>();
    labels.put("org.opencontainers.image.title", "backup-sync-operator");
    labels.put(
        "org.opencontainers.image.description",
        "A Kubernetes operator that runs and watches vendor backup syncs");
    labels.put("org.opencontainers.image.version", version);
    labels.put("org.opencontainers.image.created", created.toString());
    labels.put("org.opencontainers.image.licenses", "Apache-2.0");
    labels.put("org.opencontainers.image.url", PROJECT);
    labels.put("org.opencontainers.image.source", PROJECT);
    labels.put("dev.backupsync.aot-cache", Boolean.toString(withCache));
    if (!revision.isEmpty()) {
      labels.put("org.opencontainers.image.revision", revision);
    }
    if (!base.isEmpty() && !baseIsFile()) {
      labels.put("org.opencontainers.image.base.name", base);
    }
    return labels;
  }
}
