package dev.backupsync.supply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What was built, of what, and by what: an in-toto statement with SLSA's predicate. It has no time
 * and no name of a machine, so the same build says the same again. Who vouches for it signs it.
 */
final class Provenance {
  private static final String PROJECT = "https://github.com/backup-sync/backup-sync-operator";
  private static final List<String> PRODUCTS = List.of("backup-sync-operator.jar", "sbom.json");

  private final Path target;
  private final String version;
  private final String revision;

  /** The revision may be empty, where it is not known. */
  Provenance(Path target, String version, String revision) {
    this.target = target;
    this.version = version;
    this.revision = revision;
  }

  JsonNode statement() throws IOException {
    var statement = JsonNodeFactory.instance.objectNode();
    statement.put("_type", "https://in-toto.io/Statement/v1");
    subjects(statement);
    statement.put("predicateType", "https://slsa.dev/provenance/v1");
    var predicate = statement.putObject("predicate");
    define(predicate.putObject("buildDefinition"));
    predicate.putObject("runDetails").putObject("builder").put("id", PROJECT + "/maven");
    return statement;
  }

  private void subjects(ObjectNode statement) throws IOException {
    var subjects = statement.putArray("subject");
    for (var product : PRODUCTS) {
      subject(subjects.addObject(), product, Sha256.of(target.resolve(product)));
    }
    var image = target.resolve("image.digest");
    if (Files.exists(image)) {
      var digest = Files.readString(image).substring("sha256:".length());
      subject(subjects.addObject(), "backup-sync-operator:" + version, digest);
    }
  }

  private static void subject(ObjectNode subject, String name, String sha256) {
    subject.put("name", name).putObject("digest").put("sha256", sha256);
  }

  private void define(ObjectNode definition) throws IOException {
    definition.put("buildType", PROJECT + "/blob/main/docs/how-to/image.md");
    var external = definition.putObject("externalParameters");
    external.put("source", "git+" + PROJECT).put("version", version).put("goal", "package");
    var internal = definition.putObject("internalParameters");
    internal.put("java", System.getProperty("java.runtime.version"));
    internal.put("javaVendor", System.getProperty("java.vendor"));
    internal.put("architecture", System.getProperty("os.arch"));
    var materials = definition.putArray("resolvedDependencies");
    if (!revision.isEmpty()) {
      var source = materials.addObject().put("uri", "git+" + PROJECT);
      source.putObject("digest").put("gitCommit", revision);
    }
    Bill.read(target.resolve("sbom.json"))
        .libraries()
        .forEach(
            library -> {
              var material = materials.addObject().put("uri", library.packageUrl());
              material.putObject("digest").put("sha256", library.sha256());
            });
  }
}
