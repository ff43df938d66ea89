package dev.backupsync.upgrade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A version of the operator as people install it: its jar, its chart and its manifests.
 *
 * @param folder of its sources, where it was built
 */
record Shipped(Path folder) {
  private static final Pattern APP_VERSION = Pattern.compile("(?m)^appVersion: \"?([^\"\n]+)");

  /** This one, as {@code package} has built it. */
  static Shipped now() {
    return new Shipped(Path.of(""));
  }

  Path jar() {
    return folder.resolve("target/backup-sync-operator.jar");
  }

  Path chart() {
    return folder.resolve("helm/backup-sync-operator");
  }

  Path crds() {
    return folder.resolve("crds");
  }

  /** What the chart runs by default. */
  String image() {
    try {
      var version = APP_VERSION.matcher(Files.readString(chart().resolve("Chart.yaml")));
      if (!version.find()) {
        throw new IllegalStateException("No appVersion in " + chart());
      }
      return "backup-sync-operator:" + version.group(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
