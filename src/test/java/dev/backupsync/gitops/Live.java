package dev.backupsync.gitops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backupsync.cluster.Stage;
import io.fabric8.kubernetes.api.model.HasMetadata;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The objects of a kind on a stage, as the API server has them: no class of the operator's is in
 * between.
 */
record Live(Stage stage, Class<? extends HasMetadata> kind) {

  ObjectNode get(String name) {
    var object =
        stage
            .client()
            .genericKubernetesResources(HasMetadata.getApiVersion(kind), HasMetadata.getKind(kind))
            .inNamespace(stage.namespace())
            .withName(name)
            .require();
    return stage.client().getKubernetesSerialization().convertValue(object, ObjectNode.class);
  }

  /** Once the operator has said this of the spec as it is now. */
  ObjectNode await(String name, String state, String reason) {
    try {
      Stage.awaitUntil(() -> is(get(name), state, reason));
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("Wanted " + state + "/" + reason + ", is " + get(name), e);
    }
    return get(name);
  }

  private static boolean is(JsonNode object, String state, String reason) {
    var status = object.path("status");
    return status.path("observedGeneration").asLong()
            == object.path("metadata").path("generation").asLong()
        && status.path("state").asText().equals(state)
        && ready(status).path("reason").asText().equals(reason);
  }

  private static JsonNode ready(JsonNode status) {
    for (var condition : status.path("conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition;
      }
    }
    return status.path("conditions").path("Ready");
  }

  void edit(String name, String spec) {
    stage.patch(kind, name, "{\"spec\": {%s}}".formatted(spec.replace('\'', '"')));
  }
}
