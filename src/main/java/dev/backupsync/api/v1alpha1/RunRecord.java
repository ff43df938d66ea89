package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run that is over, for the history. Result and reason are kept as the words that were read, so
 * that words of a newer release survive a rollback.
 *
 * @param resultWord as in {@link RunResult#word()}
 * @param reasonWord as in {@link Reason#word()}; null if there was none
 * @param error one line; null if there was none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunRecord(
    @JsonPropertyDescription(
            "Id that the operator gave the run; the same as in status.run while it was under way.")
        @Required
        String id,
    @JsonPropertyDescription(
            "What asked for the run: its type, and where there are several of a type, which one.")
        @Required
        Trigger trigger,
    @JsonPropertyDescription(
            "When the wish for the run was saved, which is before its start was sent.")
        @Nullable Instant startTime,
    @JsonPropertyDescription("When the run ended, after all of its attempts.")
        @Nullable Instant completionTime,
    @JsonPropertyDescription("How the run ended: Succeeded, Failed or Cancelled.")
        @JsonProperty("result")
        @Required
        String resultWord,
    @JsonPropertyDescription("Why it ended so; the reason that the Ready condition had then.")
        @JsonProperty("reason")
        @Nullable String reasonWord,
    @JsonPropertyDescription("How many attempts were made: 1 where the first one decided.")
        int attempts,
    @JsonPropertyDescription(
            "The last error of the run in one line, cut where it is long. Left out when there was"
                + " none.")
        @Nullable String error) {

  public RunRecord(
      String id,
      Trigger trigger,
      @Nullable Instant startTime,
      @Nullable Instant completionTime,
      RunResult result,
      @Nullable Reason reason,
      int attempts,
      @Nullable String error) {
    this(
        id,
        trigger,
        startTime,
        completionTime,
        result.word(),
        reason == null ? null : reason.word(),
        attempts,
        error);
  }

  /** How it ended; null if only a newer release knows the word. */
  public @Nullable RunResult result() {
    return RunResult.of(resultWord).orElse(null);
  }

  /** Why it ended so; null if there is no word, or only a newer release knows it. */
  public @Nullable Reason reason() {
    return Reason.of(reasonWord).orElse(null);
  }

  /** The record as it is kept, with an error of at most {@code bytes}. */
  public RunRecord brief(int bytes) {
    return new RunRecord(
        id,
        new Trigger(
            Truncation.forDisplay(trigger.word(), StatusBudget.PAST),
            cut(trigger.token(), StatusBudget.PAST)),
        startTime,
        completionTime,
        Truncation.forDisplay(resultWord, StatusBudget.PAST),
        cut(reasonWord, StatusBudget.PAST),
        attempts,
        cut(error, bytes));
  }

  private static @Nullable String cut(@Nullable String text, int bytes) {
    return text == null ? null : Truncation.forDisplay(text, bytes);
  }
}
