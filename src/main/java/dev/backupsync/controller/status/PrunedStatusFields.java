package dev.backupsync.controller.status;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Finds the fields of a status that did not come back from a write as they were sent. A CRD that
 * does not know a field drops it silently.
 */
public final class PrunedStatusFields {
  /** No decision depends on them: if one is lost, users see less information and nothing else. */
  public static final Set<String> FOR_PEOPLE =
      Set.of(
          "observedGeneration",
          "reason",
          "message",
          "progressPercent",
          "error",
          "lastError",
          "vendorState",
          "lastSuccessTime",
          "nextRunTime",
          "needed",
          "conditions",
          "writtenBy",
          "url",
          "apiVersion",
          "serverVersion",
          "installationId");

  private PrunedStatusFields() {}

  /** Their paths, such as {@code status.run.sentTime}; empty if all came back. */
  public static SortedSet<String> between(JsonNode sent, JsonNode stored) {
    var lost = new TreeSet<String>();
    sent.propertyStream()
        .filter(field -> !FOR_PEOPLE.contains(field.getKey()))
        .forEach(
            field ->
                collect(
                    "status." + field.getKey(),
                    field.getValue(),
                    stored.path(field.getKey()),
                    lost));
    return lost;
  }

  private static void collect(String path, JsonNode sent, JsonNode stored, Set<String> lost) {
    if (sent.equals(stored)) {
      return;
    }
    if (!sent.isObject() || !stored.isObject()) {
      lost.add(path);
      return;
    }
    sent.propertyStream()
        .forEach(
            field ->
                collect(
                    path + "." + field.getKey(),
                    field.getValue(),
                    stored.path(field.getKey()),
                    lost));
  }
}
