package dev.backupsync.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** An image as Jib writes it to a file: an OCI layout in a tar, unpacked. */
public final class ImageTar {
  private final Path folder;

  private ImageTar(Path folder) {
    this.folder = folder;
  }

  /** A folder for it is made. */
  public static ImageTar open(Path tar, Path folder) throws IOException, InterruptedException {
    Command.run("tar", "-xf", tar.toString(), "-C", Files.createDirectories(folder).toString());
    return new ImageTar(folder);
  }

  /** By which a registry knows it. */
  public String digest() throws IOException {
    var index = json(folder.resolve("index.json"));
    return index.path("manifests").path(0).path("digest").asText();
  }

  /** Its layers. */
  public JsonNode manifest() throws IOException {
    return json(blob(digest()));
  }

  /** What the image says of itself: platform, user, command, labels, history. */
  public JsonNode config() throws IOException {
    return json(blob(manifest().path("config").path("digest").asText()));
  }

  /** What it starts. */
  public List<String> command() throws IOException {
    return texts(config().path("config").path("Entrypoint")).toList();
  }

  /** The root file system of a container. */
  public void unpack(Path root) throws IOException, InterruptedException {
    Files.createDirectories(root);
    for (var layer : manifest().path("layers")) {
      var file = blob(layer.path("digest").asText()).toString();
      Command.run("tar", "--warning=no-unknown-keyword", "-xf", file, "-C", root.toString());
    }
  }

  /** Where it looks for programs, in front of it a colon; empty where it does not say. */
  String path() throws IOException {
    return texts(config().path("config").path("Env"))
        .filter(variable -> variable.startsWith("PATH="))
        .map(variable -> variable.replace("PATH=", ":"))
        .findFirst()
        .orElse("");
  }

  private Path blob(String digest) {
    return folder.resolve("blobs").resolve(digest.replace(':', '/'));
  }

  private static Stream<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText);
  }

  private static JsonNode json(Path file) throws IOException {
    return new JsonMapper().readTree(file.toFile());
  }
}
