package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * The fields of a spec that this version of the operator cannot read. An example is a word that
 * only a newer release knows. They are kept unchanged, so that a copy of the object has the same
 * spec.
 *
 * @param raw by name, as they were written
 * @param problems what is wrong, by the path of the field or of the value in it
 */
public record UnreadFields(Map<String, JsonNode> raw, Map<String, String> problems) {
  public static final UnreadFields NONE = new UnreadFields(Map.of(), Map.of());

  /** Whether that field of the spec, or something in it, could not be read. */
  public boolean has(String field) {
    return raw.containsKey(field);
  }
}
