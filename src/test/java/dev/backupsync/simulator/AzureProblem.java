package dev.backupsync.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;

/**
 * One trouble in Azure's words: as a CloudError's inside, with the useful part in its
 * UserFacingError, or as that error alone.
 *
 * @param hint the recommended action
 */
public record AzureProblem(
    String code, String message, String hint, boolean retryable, UUID activityId) {

  public static AzureProblem of(String code, String message) {
    return new AzureProblem(
        code, message, "Retry the operation after some time.", true, UUID.randomUUID());
  }

  /** The answer that carries this as a CloudError. */
  public Reply reply(int status) {
    return Reply.json(status, JsonNodeFactory.instance.objectNode().set("error", error()));
  }

  /** {@code {code, message, target, details[], additionalInfo[]}}, the details nested once. */
  ObjectNode error() {
    var error = plain().put("target", "");
    error.putArray("details").add(plain().set("additionalInfo", additionalInfo()));
    return error.set("additionalInfo", additionalInfo());
  }

  ObjectNode userFacing() {
    var info = plain();
    List.of(hint).forEach(info.putArray("recommendedAction")::add);
    info.put("isRetryable", retryable).put("isUserError", false);
    info.putObject("properties").put("ActivityId", activityId.toString());
    return info;
  }

  private ArrayNode additionalInfo() {
    var info = JsonNodeFactory.instance.objectNode().put("type", "UserFacingError");
    return JsonNodeFactory.instance.arrayNode().add(info.set("info", userFacing()));
  }

  private ObjectNode plain() {
    return JsonNodeFactory.instance.objectNode().put("code", code).put("message", message);
  }
}
