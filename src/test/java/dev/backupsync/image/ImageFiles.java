package dev.backupsync.image;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The files of the image, gathered in one folder, and the layers that they go into: what changes
 * rarely below what changes often, so that an upgrade pulls little.
 *
 * <p>All files are from the same moment, because an AOT cache holds the times of the jars that it
 * was made of.
 */
final class ImageFiles {
  static final String JAR = "backup-sync-operator.jar";
  static final String CACHE = "backup-sync-operator.aot";
  static final String CLASSES = "backup-sync-operator.classes";
  static final String FLAGS = "operator.flags";
  static final String BILL = "sbom.json";

  private static final Instant MOMENT = Instant.ofEpochSecond(1);
  private static final FilePermissions READABLE = FilePermissions.fromOctalString("644");
  private static final FilePermissions EXECUTABLE = FilePermissions.fromOctalString("755");
  private static final FilePermissions FOR_ALL = FilePermissions.fromOctalString("777");

  private final Path folder;

  private ImageFiles(Path folder) {
    this.folder = folder;
  }

  /** An empty folder, whatever was there. */
  static ImageFiles in(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var files = Files.walk(folder)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    Files.createDirectories(folder.resolve("app").resolve("lib"));
    Files.createDirectories(folder.resolve("runtime"));
    return new ImageFiles(folder);
  }

  Path runtime() {
    return folder.resolve("runtime");
  }

  /**
   * Jib knows a layer again by the names and times of its files, which are always the same here: so
   * what it keeps goes with the files.
   */
  Path caches() {
    return folder.resolve("caches");
  }

  Path app(String name) {
    return folder.resolve("app").resolve(name);
  }

  /** Copies what the build made; the bill of materials and the list of classes where there are. */
  void gather(Path target, Path classes) throws IOException {
    Files.copy(target.resolve(JAR), app(JAR));
    try (var libraries = Files.list(target.resolve("lib"))) {
      for (var library : libraries.toList()) {
        Files.copy(library, app("lib").resolve(library.getFileName()));
      }
    }
    for (var file : List.of(target.resolve(BILL), classes)) {
      if (Files.exists(file)) {
        Files.copy(file, app(file.equals(classes) ? CLASSES : BILL));
      }
    }
    settle();
  }

  /** Gives all files their common time. */
  void settle() throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(MOMENT));
      }
    }
  }

  List<FileEntriesLayer> layers() throws IOException {
    Predicate<Path> library = path -> path.startsWith(app("lib"));
    Predicate<Path> cache = path -> path.equals(app(CACHE)) || path.equals(app(CLASSES));
    var layers = new ArrayList<FileEntriesLayer>();
    layers.add(layer("runtime", runtime(), runtime(), _ -> true));
    layers.add(layer("libraries", folder, app("lib"), library));
    layers.add(layer("cache", folder, app(""), cache));
    layers.add(layer("operator", folder, app(""), library.or(cache).negate()));
    layers.removeIf(layer -> layer.getEntries().isEmpty());
    return layers;
  }

  private static FileEntriesLayer layer(String name, Path root, Path from, Predicate<Path> chosen)
      throws IOException {
    var layer = FileEntriesLayer.builder().setName(name);
    try (Stream<Path> files = Files.walk(from)) {
      for (var file : files.filter(chosen).filter(file -> !file.equals(root)).sorted().toList()) {
        var place = AbsoluteUnixPath.get("/").resolve(root.relativize(file));
        layer.addEntry(file, place, permissions(file, place.toString()), MOMENT);
      }
    }
    return layer.build();
  }

  private static FilePermissions permissions(Path file, String place) {
    if (place.equals("/tmp")) {
      return FOR_ALL;
    }
    return Files.isExecutable(file) ? EXECUTABLE : READABLE;
  }
}
