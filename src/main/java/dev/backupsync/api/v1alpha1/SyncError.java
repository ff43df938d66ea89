package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A failure, described so that a user can act on it.
 *
 * @param code stable and short; the vendor's own if there is one
 * @param message one line of at most {@value StatusBudget#MESSAGE} bytes, without secrets
 * @param httpStatus the status of the vendor's answer; null without an answer
 * @param retryable whether asking again may help; null if unknown
 * @param recommendedActions what to do, in the vendor's words or ours
 * @param correlationId the id that the vendor's support asks for
 * @param time when it was seen; set when it is written to status
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SyncError(
    @JsonPropertyDescription(
            "Short and stable name of the error; that of the vendor where it gives one.")
        @Required
        String code,
    @JsonPropertyDescription(
            "What went wrong, in one line of at most 1,024 bytes, without secrets.")
        @Required
        String message,
    @JsonPropertyDescription(
            "The HTTP status that the vendor answered. Left out where there was no answer.")
        @Nullable Integer httpStatus,
    @JsonPropertyDescription("Whether asking again may help. Left out where nobody knows.")
        @Nullable Boolean retryable,
    @JsonPropertyDescription(
            "What to do about it, in the words of the vendor or of the operator; five at most.")
        @Nullable List<String> recommendedActions,
    @JsonPropertyDescription(
            "Id of the request that the support of the vendor asks for. Left out where the vendor"
                + " gave none.")
        @Nullable String correlationId,
    @JsonPropertyDescription(
            "When the error was seen first; the same error seen again keeps its time.")
        @Nullable Instant time) {

  /** Limits the sizes; an empty list of actions becomes null, as it is when read back. */
  public SyncError {
    code = Truncation.forDisplay(Objects.requireNonNullElse(code, ""), StatusBudget.WORD);
    message = Truncation.forDisplay(Objects.requireNonNullElse(message, ""), StatusBudget.MESSAGE);
    recommendedActions = recommendedActions == null ? null : kept(recommendedActions);
    correlationId =
        correlationId == null ? null : Truncation.forDisplay(correlationId, StatusBudget.WORD);
  }

  /** The first actions, each whole or cut by itself, as long as there is room for them. */
  private static @Nullable List<String> kept(List<String> actions) {
    var kept = new ArrayList<String>();
    var room = StatusBudget.ACTIONS;
    for (@Nullable String action : actions) {
      var shown = action == null ? "" : Truncation.forDisplay(action, StatusBudget.ACTION);
      room -= Truncation.size(shown);
      if (room < 0 || kept.size() == StatusBudget.MOST_ACTIONS) {
        break;
      }
      if (!shown.isBlank()) {
        kept.add(shown);
      }
    }
    return kept.isEmpty() ? null : List.copyOf(kept);
  }

  public static SyncError of(String code, String message, String... recommendedActions) {
    return new SyncError(code, message, null, null, List.of(recommendedActions), null, null);
  }

  /** The same error, seen at {@code time}. */
  public SyncError at(@Nullable Instant time) {
    return new SyncError(
        code, message, httpStatus, retryable, recommendedActions, correlationId, time);
  }

  /** Whether both describe the same failure, whenever they were seen. */
  public boolean sameAs(@Nullable SyncError other) {
    return other != null && at(Instant.EPOCH).equals(other.at(Instant.EPOCH));
  }
}
