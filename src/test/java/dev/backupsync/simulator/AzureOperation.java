package dev.backupsync.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backupsync.simulator.AzureScript.End;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** One asynchronous operation. Guarded by its {@link AzureStore}. */
final class AzureOperation {
  private record Ended(End how, Instant time) {}

  private final AzureInstance instance;
  private final Progress progress;
  private final String id = base64(UUID.randomUUID() + ";" + UUID.randomUUID());
  private final Optional<End> planned;
  private Optional<Ended> ended = Optional.empty();

  /**
   * @param planned how it is to end; empty for as the script says then
   */
  AzureOperation(AzureInstance instance, Progress progress, Optional<End> planned) {
    this.instance = instance;
    this.progress = progress;
    this.planned = planned;
  }

  /** Ends in {@code ==}, because two UUIDs and a semicolon are 73 bytes. */
  String id() {
    return id;
  }

  AzureInstance instance() {
    return instance;
  }

  Progress progress() {
    return progress;
  }

  boolean running() {
    return ended.isEmpty();
  }

  Optional<End> planned() {
    return planned;
  }

  Optional<End> end() {
    return ended.map(Ended::how);
  }

  void end(End how, Instant time) {
    ended = Optional.of(new Ended(how, time));
  }

  ObjectNode show(AzureScript script) {
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", instance.vault() + "/operationStatus/" + id);
    json.put("name", id).put("status", end().map(End::status).orElse(script.runningStatus));
    json.put("startTime", progress.start().toString());
    ended.ifPresentOrElse(
        end -> json.put("endTime", end.time().toString()), () -> runningEndTime(json, script));
    if (script.percentComplete) {
      json.put("percentComplete", progress.percent());
    }
    end().flatMap(End::problem).ifPresent(problem -> json.set("error", problem.error()));
    if (end().filter(End::succeeded).isPresent()) {
      var job = UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.US_ASCII));
      json.putObject("properties")
          .put("objectType", "OperationJobExtendedInfo")
          .put("jobId", job.toString());
    }
    return json;
  }

  private static void runningEndTime(ObjectNode json, AzureScript script) {
    switch (script.runningEndTime) {
      case YEAR_ONE -> json.put("endTime", "0001-01-01T00:00:00Z");
      case WITHOUT_ZONE -> json.put("endTime", "0001-01-01T00:00:00");
      case ABSENT -> {}
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }
}
