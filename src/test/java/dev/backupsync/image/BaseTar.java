package dev.backupsync.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A base image that is given as a file, as {@code docker save} and {@code skopeo copy
 * docker-archive:} write it: unpacked, so that its JVM can make the AOT cache that fits it.
 */
final class BaseTar {
  private final Path folder;

  private BaseTar(Path folder) {
    this.folder = folder;
  }

  static BaseTar unpack(Path tar, Path folder) throws IOException, InterruptedException {
    var archive = Files.createDirectories(folder.resolve("archive"));
    var root = Files.createDirectories(folder.resolve("root"));
    Command.run("tar", "-xf", tar.toString(), "-C", archive.toString());
    var manifest = json(archive.resolve("manifest.json")).path(0);
    for (var layer : manifest.path("Layers")) {
      var file = archive.resolve(layer.asText()).toString();
      Command.run("tar", "--no-same-owner", "-xf", file, "-C", root.toString());
    }
    Files.copy(archive.resolve(manifest.path("Config").asText()), folder.resolve("config.json"));
    return new BaseTar(folder);
  }

  /** The JVM: where JAVA_HOME leads, or else where its modules lie. */
  Optional<Path> java() throws IOException {
    try (var files = Files.walk(folder.resolve("root"))) {
      return Stream.concat(javaHome().stream(), files.filter(BaseTar::isHome))
          .map(home -> Path.of(Command.program(home, "java")))
          .filter(Files::isExecutable)
          .findFirst();
    }
  }

  private Optional<Path> javaHome() throws IOException {
    var environment = json(folder.resolve("config.json")).path("config").path("Env");
    return StreamSupport.stream(environment.spliterator(), false)
        .map(JsonNode::asText)
        .filter(variable -> variable.startsWith("JAVA_HOME=/"))
        .map(variable -> folder.resolve("root").resolve(variable.substring(11)))
        .findFirst();
  }

  private static boolean isHome(Path folder) {
    return Files.isRegularFile(folder.resolve("lib").resolve("modules"));
  }

  private static JsonNode json(Path file) throws IOException {
    return new JsonMapper().readTree(file.toFile());
  }
}
