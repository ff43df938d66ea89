package dev.backupsync.supply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What known vulnerabilities of libraries mean for the operator, as an OpenVEX document that
 * scanners read: the assessments of vex.json, about the very versions that ship.
 */
final class Vex {
  private static final String PROJECT = "https://github.com/backup-sync/backup-sync-operator";
  private static final Path ASSESSMENTS = Path.of("vex.json");

  private Vex() {}

  static JsonNode document(Bill bill) throws IOException {
    var assessments = new JsonMapper().readTree(ASSESSMENTS.toFile());
    var document = JsonNodeFactory.instance.objectNode();
    document.put("@context", "https://openvex.dev/ns/v0.2.0");
    document.put("@id", PROJECT + "/vex/" + bill.product().replaceAll(".*@|\\?.*", ""));
    document.put("author", "The backup-sync-operator authors");
    document.set("timestamp", assessments.path("assessed"));
    document.put("version", 1);
    var statements = document.putArray("statements");
    for (var assessment : assessments.path("statements")) {
      for (var vulnerability : assessment.path("vulnerabilities")) {
        var statement = statements.addObject();
        statement.putObject("vulnerability").set("name", vulnerability);
        state(statement, assessment, bill);
      }
    }
    return document;
  }

  private static void state(ObjectNode statement, JsonNode assessment, Bill bill) {
    var name = assessment.path("library").asText();
    var library = bill.library(name);
    if (library.isEmpty()) {
      throw new IllegalStateException(ASSESSMENTS + " is about " + name + ", which does not ship");
    }
    var product = statement.putArray("products").addObject().put("@id", bill.product());
    product.putArray("subcomponents").addObject().put("@id", library.get().packageUrl());
    statement.set("status", assessment.path("status"));
    if (assessment.has("justification")) {
      statement.set("justification", assessment.path("justification"));
      statement.set("impact_statement", assessment.path("impact"));
    }
  }
}
