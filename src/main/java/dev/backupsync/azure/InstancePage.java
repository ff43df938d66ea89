package dev.backupsync.azure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backupsync.azure.InstanceList.Named;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A page of a vault's list of instances. Pure. Entries without a name or a state are left out: a
 * caller that needs one of them reads it alone.
 *
 * @param nextLink the next page, verbatim; empty on the last page
 */
record InstancePage(List<Named> instances, Optional<String> nextLink) {
  /** The only fields that are read of a list. */
  static final Set<String> FIELDS =
      Set.of(
          "value",
          "nextLink",
          "name",
          "properties",
          "currentProtectionState",
          "protectionStatus",
          "status",
          "protectionErrorDetails",
          "errorDetails",
          "code",
          "message",
          "recommendedAction",
          "isRetryable",
          "ActivityId",
          "innerError",
          "innererror",
          "details",
          "additionalInfo",
          "type",
          "info");

  /** Empty if it is not a list. */
  static Optional<InstancePage> read(JsonNode body) {
    var value = body.path("value");
    return value.isArray()
        ? Optional.of(
            new InstancePage(
                value.valueStream().flatMap(entry -> named(entry).stream()).toList(),
                text(body.path("nextLink"))))
        : Optional.empty();
  }

  private static Optional<Named> named(JsonNode entry) {
    return text(entry.path("name"))
        .flatMap(name -> BackupInstance.read(entry).map(instance -> new Named(name, instance)));
  }

  private static Optional<String> text(JsonNode node) {
    return Optional.of(node)
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue)
        .filter(text -> !text.isEmpty());
  }
}
