package dev.backupsync.hostile;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backupsync.cluster.Stage;
import dev.backupsync.files.YamlDocuments;
import dev.backupsync.simulator.AzureServer;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Makes hostile objects: the same ones for the same seed, whatever the order in which they are
 * asked for.
 */
final class Specimens {
  static final Map<String, String> PLURALS =
      Map.of(
          "RepositorySync", "repositorysyncs",
          "BackupInstanceSync", "backupinstancesyncs",
          "VeeamConnection", "veeamconnections",
          "AzureConnection", "azureconnections");

  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final JsonMapper JSON = new JsonMapper();

  private final long seed;
  private final List<ObjectNode> originals;

  Specimens(long seed, Stage stage) throws IOException {
    this.seed = seed;
    try (var files = Files.list(Path.of("examples"))) {
      this.originals =
          files
              .filter(file -> file.toString().endsWith(".yaml"))
              .sorted()
              .flatMap(Specimens::documents)
              .filter(object -> PLURALS.containsKey(object.path("kind").asText()))
              .map(object -> here(object, stage))
              .toList();
    }
  }

  /** What is sent to the server, as bytes. */
  static final class Specimen {
    final String plural;
    final String name;
    final byte[] body;
    final String laterSpec;

    private Specimen(String plural, String name, byte[] body, String laterSpec) {
      this.plural = plural;
      this.name = name;
      this.body = body;
      this.laterSpec = laterSpec;
    }
  }

  private static Stream<ObjectNode> documents(Path file) {
    return YamlDocuments.in(file).map(document -> YAML.unmarshal(document, ObjectNode.class));
  }

  /** Led to the simulators: a test must not call strangers. */
  private static ObjectNode here(ObjectNode object, Stage stage) {
    var spec = (ObjectNode) object.get("spec");
    switch (object.path("kind").asText()) {
      case "VeeamConnection" -> spec.put("url", stage.veeam.url().toString());
      case "AzureConnection" ->
          spec.put("cloud", "Custom")
              .put("endpoint", stage.azure.url().toString())
              .put("authorityHost", stage.azure.url().toString())
              .put("tenantId", AzureServer.TENANT)
              .put("clientId", AzureServer.CLIENT_ID)
              .set(
                  "credential",
                  JSON.createObjectNode()
                      .put("type", "ClientSecret")
                      .set("secretRef", JSON.createObjectNode().put("name", "azure-sp")));
      default -> {
        return object;
      }
    }
    spec.put("requestTimeout", "2s").putObject("tls").putObject("caBundleRef").put("name", "ca");
    return object;
  }

  Specimen get(int number) {
    var random = new SplittableRandom(seed * 1_000_003 + number);
    var object = Nasty.any(random, originals).deepCopy();
    var kind = object.path("kind").asText();
    var mutation = new Mutation(random);
    var metadata = object.withObjectProperty("metadata");
    metadata.removeAll();
    metadata.put("name", name(random, number));
    if (random.nextInt(10) == 0) {
      object.set("spec", mutation.tree(4));
    } else if (object.get("spec") instanceof ObjectNode spec) {
      mutation.mutate(spec, random.nextInt(4));
    }
    if (random.nextInt(3) == 0) {
      mutation.adorn(metadata);
    }
    if (random.nextInt(20) == 0) {
      mutation.mutate(object, 1);
    }
    var later = JSON.createObjectNode();
    later.set("spec", object.path("spec").deepCopy());
    mutation.mutate(later, 2);
    return new Specimen(
        PLURALS.getOrDefault(kind, "repositorysyncs"),
        metadata.path("name").asText(),
        bytes(random, object),
        later.toString());
  }

  /** Mostly short; sometimes as long as may be, or longer. */
  private static String name(RandomGenerator random, int number) {
    return switch (random.nextInt(40)) {
      case 0 -> "h".repeat(253 - 8) + "-%07d".formatted(number);
      case 1 -> "h".repeat(63) + "." + number;
      case 2 -> "h".repeat(254);
      case 3 -> Nasty.text(random, "name");
      default -> "h-" + number;
    };
  }

  private static byte[] bytes(RandomGenerator random, ObjectNode object) {
    var bytes = write(object, random.nextInt(20) == 0);
    switch (random.nextInt(100)) {
      case 0 -> bytes[random.nextInt(bytes.length)] = (byte) 0xff;
      case 1 -> bytes[random.nextInt(bytes.length)] = 0;
      default -> {}
    }
    return bytes;
  }

  /** Every field twice, where {@code doubled}: a tree cannot hold that, a stream can. */
  private static byte[] write(JsonNode node, boolean doubled) {
    var out = new ByteArrayOutputStream();
    try (var json = JSON.createGenerator(out)) {
      write(node, json, doubled ? 2 : 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.size() == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : out.toByteArray();
  }

  private static void write(JsonNode node, JsonGenerator json, int times) throws IOException {
    if (!(node instanceof ObjectNode object)) {
      json.writeTree(node);
      return;
    }
    json.writeStartObject();
    for (var field : object.properties()) {
      for (var i = 0; i < times; i++) {
        json.writeFieldName(field.getKey());
        write(field.getValue(), json, times);
      }
    }
    json.writeEndObject();
  }
}
