package dev.backupsync.supply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes what a build says about itself beside what it made: its provenance, and a VEX document.
 */
public final class Statements {
  private Statements() {}

  /** The version of the operator and, where it is known, the commit. */
  public static void main(String[] args) throws IOException {
    var target = Path.of("target");
    if (Files.exists(target.resolve("sbom.json"))) {
      write(target, args[0], args.length > 1 ? args[1] : "", target);
    } else {
      System.out.println(
          "There is no SBOM, because Maven is offline (-o), and so no provenance and no VEX"
              + " either");
    }
  }

  static void write(Path target, String version, String revision, Path folder) throws IOException {
    var provenance = new Provenance(target, version, revision);
    write(folder.resolve("provenance.json"), provenance.statement());
    write(folder.resolve("vex.json"), Vex.document(Bill.read(target.resolve("sbom.json"))));
  }

  private static void write(Path file, JsonNode json) throws IOException {
    var mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    Files.writeString(file, mapper.writeValueAsString(json) + "\n");
  }
}
