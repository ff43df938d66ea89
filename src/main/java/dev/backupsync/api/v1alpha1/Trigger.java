package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/**
 * The trigger of one run: what asked for it. The type is kept as the word that was read: a newer
 * release may know more types, and a run with such a type continues after a rollback.
 *
 * @param word of the type, as in {@link TriggerType#word()}
 * @param token distinguishes this request from others of its type: the annotation's value, or the
 *     schedule's slot; null if the type is enough
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Trigger(
    @JsonPropertyDescription(
            "What asked for the run: Created, TargetChanged, Requested (the annotation), Scheduled"
                + " or Drift (a check that found need).")
        @JsonProperty("type")
        @Required
        String word,
    @JsonPropertyDescription(
            "What tells this request from others of its type: the value of the annotation, or the"
                + " slot of the schedule. Left out where the type says it all.")
        @Nullable String token) {

  public Trigger(TriggerType type, @Nullable String token) {
    this(type.word(), token);
  }

  public static Trigger of(TriggerType type) {
    return new Trigger(type, null);
  }

  /** The type; null if only a newer release knows it. */
  public @Nullable TriggerType type() {
    return TriggerType.of(word).orElse(null);
  }
}
