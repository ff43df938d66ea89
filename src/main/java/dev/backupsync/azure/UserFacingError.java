package dev.backupsync.azure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backupsync.api.v1alpha1.StatusBudget;
import dev.backupsync.api.v1alpha1.Truncation;
import dev.backupsync.azure.rest.JsonText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The part of a failure that Azure Backup wrote for users: what happened, what to do, and the
 * activity id that the vendor's support asks for.
 *
 * @param retryable the vendor's hint, which is known to be unreliable
 */
record UserFacingError(
    Optional<String> code,
    Optional<String> message,
    List<String> actions,
    Optional<Boolean> retryable,
    Optional<String> activityId) {
  static UserFacingError read(JsonNode info) {
    return new UserFacingError(
        JsonText.word(info.path("code")),
        JsonText.text(info.path("message")),
        actions(info.path("recommendedAction")),
        Optional.of(info.path("isRetryable")).filter(JsonNode::isBoolean).map(JsonNode::asBoolean),
        JsonText.word(info.path("properties").path("ActivityId")));
  }

  /** Documented as a list; limited because it is written to status. */
  private static List<String> actions(JsonNode node) {
    var listed = node.isArray() ? node.valueStream() : Stream.of(node);
    return listed
        .map(JsonText::text)
        .flatMap(Optional::stream)
        .limit(StatusBudget.MOST_ACTIONS)
        .map(action -> Truncation.forDisplay(action, StatusBudget.ACTION))
        .toList();
  }
}
