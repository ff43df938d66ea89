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

  /** The record as it is kept: its error and its trigger's token cut to {@code length}. */
  public RunRecord brief(int length) {
    return new RunRecord(
        id,
        new Trigger(trigger.type(), cut(trigger.token(), length)),
        startTime,
        completionTime,
        result,
        reason,
        attempts,
        cut(error, length));
  }

  private static @Nullable String cut(@Nullable String text, int length) {
    return text == null ? null : Excerpt.told(text, length);
  }
}
