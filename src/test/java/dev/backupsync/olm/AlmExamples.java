package dev.backupsync.olm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The objects of our kinds in the examples that the tutorials go through. */
final class AlmExamples {
  private static final Path FOLDER = Path.of("examples");
  private static final List<String> FILES =
      List.of("veeam-repository.yaml", "azure-backup-instance.yaml");

  private AlmExamples() {}

  static String json() throws IOException {
    var examples = new ArrayList<JsonNode>();
    for (var file : FILES) {
      var reader = new YAMLMapper().readerFor(JsonNode.class);
      try (var documents = reader.<JsonNode>readValues(FOLDER.resolve(file).toFile())) {
        documents.forEachRemaining(examples::add);
      }
    }
    examples.removeIf(
        example -> !example.path("apiVersion").asText().startsWith("backupsync.dev/"));
    var mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    return mapper.writeValueAsString(examples);
  }
}
