package dev.backupsync.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backupsync.controller.status.PrunedStatusFields;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is tried on a CRD before anything is started on it, and what counts as lost. */
class StatusSpecimensTest {
  private static final KubernetesSerialization JSON = new KubernetesSerialization();

  /** Of a repository an id or a name, never both. */
  private static final String REPOSITORY_NAME = "run.target.repository.name";

  private static Stream<Object> specimens() {
    return Stream.of(StatusSpecimens.sync(), StatusSpecimens.connection());
  }

  /** A new field of a status is tried, or it is added to those that are for people. */
  @ParameterizedTest
  @MethodSource("specimens")
  void haveEveryFieldThatADecisionMayRestOn(Object specimen) throws Exception {
    var absent = new ArrayList<String>();
    collectAbsent("", specimen, absent);
    absent.removeIf(PrunedStatusFields.FOR_PEOPLE::contains);

    assertThat(absent).isSubsetOf(REPOSITORY_NAME);
  }

  /** At every depth: a run that cannot be read would be lost by a step back to this version. */
  @ParameterizedTest
  @MethodSource("specimens")
  void areReadTheSameWithFieldsThatANewerVersionAdds(Object specimen) {
    var newer = JSON.convertValue(specimen, JsonNode.class);
    addFields(newer);

    assertThat(JSON.convertValue(newer, specimen.getClass())).isEqualTo(specimen);
  }

  private static void addFields(JsonNode node) {
    node.forEach(StatusSpecimensTest::addFields);
    if (node instanceof ObjectNode object) {
      object.putObject("newField").put("word", "new");
    }
  }

  private static void collectAbsent(String path, Object value, List<String> absent)
      throws ReflectiveOperationException {
    for (var component : value.getClass().getRecordComponents()) {
      component.getAccessor().setAccessible(true);
      var part = component.getAccessor().invoke(value);
      if (part == null) {
        absent.add(path + component.getName());
      } else if (part.getClass().isRecord()) {
        collectAbsent(path + component.getName() + ".", part, absent);
      }
    }
  }

  @Test
  void eachFieldThatDoesNotComeBackIsNamedAndNoOther() {
    var sent = json();

    assertThat(PrunedStatusFields.between(sent, sent)).isEmpty();
    assertThat(PrunedStatusFields.between(sent, without("lastHandledRequest")))
        .containsExactly("status.lastHandledRequest");
    assertThat(PrunedStatusFields.between(sent, without("run"))).containsExactly("status.run");
    assertThat(PrunedStatusFields.between(sent, without("reason"))).isEmpty();

    var stored = json();
    ((ObjectNode) stored.path("run")).remove(List.of("sentTime", "acceptedTime"));
    ((ObjectNode) stored.path("run").path("operation")).put("url", "https://other.invalid");
    ((ObjectNode) stored).put("added", "by somebody");

    assertThat(PrunedStatusFields.between(sent, stored))
        .containsExactly(
            "status.run.acceptedTime", "status.run.operation.url", "status.run.sentTime");
  }

  private static JsonNode without(String field) {
    var stored = json();
    ((ObjectNode) stored).remove(field);
    return stored;
  }

  private static JsonNode json() {
    return JSON.convertValue(StatusSpecimens.sync(), JsonNode.class);
  }
}
