package dev.backupsync.supply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The libraries that ship, as the SBOM has them. */
record Bill(JsonNode json) {

  static Bill read(Path file) throws IOException {
    return new Bill(new JsonMapper().readTree(file.toFile()));
  }

  Stream<Library> libraries() {
    return StreamSupport.stream(json.path("components").spliterator(), false).map(Library::new);
  }

  /** By {@code group/name}. */
  Optional<Library> library(String name) {
    return libraries().filter(library -> library.name().equals(name)).findFirst();
  }

  /** What the bill is of, as a package URL. */
  String product() {
    return json.path("metadata").path("component").path("purl").asText();
  }

  /** One of them. */
  record Library(JsonNode json) {
    String name() {
      return json.path("group").asText() + "/" + json.path("name").asText();
    }

    String version() {
      return json.path("version").asText();
    }

    String packageUrl() {
      return json.path("purl").asText();
    }

    String sha256() {
      return StreamSupport.stream(json.path("hashes").spliterator(), false)
          .filter(hash -> hash.path("alg").asText().equals("SHA-256"))
          .findFirst()
          .orElseThrow()
          .path("content")
          .asText();
    }
  }
}
