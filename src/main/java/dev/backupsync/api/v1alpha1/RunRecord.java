package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run that is over, for the history.
 *
 * @param error one line; null where there was none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunRecord(
    @Required String id,
    @Required Trigger trigger,
    @Nullable Instant startTime,
    @Nullable Instant completionTime,
    @Required RunResult result,
    @Nullable Reason reason,
    int attempts,
    @Nullable String error) {

  /** The record as it is kept, with an error of at most {@code bytes}. */
  public RunRecord brief(int bytes) {
    return new RunRecord(
        id,
        new Trigger(trigger.type(), cut(trigger.token(), StatusBudget.PAST)),
        startTime,
        completionTime,
        result,
        reason,
        attempts,
        cut(error, bytes));
  }

  private static @Nullable String cut(@Nullable String text, int bytes) {
    return text == null ? null : Excerpt.told(text, bytes);
  }
}
