package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/**
 * What asked for a run.
 *
 * @param token what tells this request from others of its type: the annotation's value, or the
 *     schedule's slot; null where the type says it all
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Trigger(@Required TriggerType type, @Nullable String token) {
  public static Trigger of(TriggerType type) {
    return new Trigger(type, null);
  }
}
