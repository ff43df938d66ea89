package dev.backupsync.api.v1alpha1;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Kubernetes itself says of two of its types that our CRDs hold: the generator finds their
 * fields, but neither descriptions nor rules.
 */
final class KubernetesTypes {
  private static final Map<String, String> CONDITION =
      Map.of(
          "type", "What the condition is about: Ready, Reconciling or Stalled.",
          "status", "Whether it holds: True, False, or Unknown while that is not decided.",
          "observedGeneration", "Generation of the spec that the condition was decided for.",
          "lastTransitionTime", "When status last changed to another value; a new reason is none.",
          "reason", "Why, in one word for programs; the reference has a remedy for each.",
          "message", "Why, in a sentence for people; it may change from release to release.");

  private static final Map<String, String> LABEL_SELECTOR =
      Map.of(
          "matchLabels",
              "Labels with the values that a namespace must have, all of them. Default: none.",
          "matchExpressions",
              "Requirements that a namespace must meet, all of them. Default: none.",
          "key", "Required. The label that the requirement is about, prefix included.",
          "operator", "Required. In, NotIn, Exists or DoesNotExist, as in every label selector.",
          "values", "The values of In and NotIn; must be empty for the other two. Default: none.");

  private KubernetesTypes() {}

  /** A list map by type, each element as metav1.Condition has it. */
  static void conditions(JSONSchemaProps conditions) {
    conditions.setXKubernetesListType("map");
    conditions.setXKubernetesListMapKeys(List.of("type"));
    var condition = conditions.getItems().getSchema();
    describe(condition, CONDITION);
    condition.setRequired(List.of("lastTransitionTime", "message", "reason", "status", "type"));
    var fields = condition.getProperties();
    fields.get("lastTransitionTime").setFormat("date-time");
    fields.get("observedGeneration").setFormat("int64");
    fields.get("observedGeneration").setMinimum(0.0);
    bounded(fields.get("message"), 0, 32_768, null);
    bounded(fields.get("reason"), 1, 1_024, "^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$");
    bounded(
        fields.get("type"),
        0,
        316,
        "^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?"
            + "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$");
    // A pattern: the generator writes the words of an enum as if they were truth values.
    bounded(fields.get("status"), 1, 7, "^(True|False|Unknown)$");
  }

  private static void bounded(
      JSONSchemaProps field, long least, long most, @Nullable String pattern) {
    if (least > 0) {
      field.setMinLength(least);
    }
    field.setMaxLength(most);
    field.setPattern(pattern);
  }

  /** As metav1.LabelSelector has it. */
  static void labelSelector(JSONSchemaProps selector) {
    describe(selector, LABEL_SELECTOR);
    var requirement = selector.getProperties().get("matchExpressions").getItems().getSchema();
    describe(requirement, LABEL_SELECTOR);
    requirement.setRequired(List.of("key", "operator"));
  }

  private static void describe(JSONSchemaProps schema, Map<String, String> fields) {
    schema.getProperties().forEach((name, field) -> field.setDescription(fields.get(name)));
  }
}
