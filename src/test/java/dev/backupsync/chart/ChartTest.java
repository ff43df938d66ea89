package dev.backupsync.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.backupsync.docs.Page;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart as a whole: Helm takes it, its schema refuses nonsense, its README is complete. */
class ChartTest {
  @Test
  void isWellFormed() {
    var lint = Chart.lint();

    assertThat(lint.isFailed()).as(String.join("\n", lint.getMessages())).isFalse();
  }

  @Test
  void isOfTheVersionOfTheOperator() throws IOException {
    var pom = Files.readString(Path.of("pom.xml"));
    var version = Pattern.compile("<version>([\\d.]+)(-SNAPSHOT)?</version>").matcher(pom);

    assertThat(version.find()).isTrue();
    assertThat(Chart.read("Chart.yaml"))
        .contains("\nversion: " + version.group(1) + "\n")
        .contains("\nappVersion: \"" + version.group(1) + "\"\n");
  }

  @Test
  void servesAllNamespacesUnlessToldOtherwise() {
    assertThat(Rendered.with("").kinds())
        .containsExactlyInAnyOrder(
            "ServiceAccount",
            "ClusterRole",
            "ClusterRoleBinding",
            "Role",
            "RoleBinding",
            "Service",
            "Deployment");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "replica: 2",
        "replicas: -1",
        "replicas: two",
        "{replicas: 2, leaderElection: false}",
        "leaderElection: sometimes",
        "watchNamespaces: a",
        "watchNamespaces: [A]",
        "watchNamespaces: ['a,b']",
        "watchNamespaces: [a, a]",
        "watchSelector: [a]",
        "log: {format: xml}",
        "log: {level: LOUD}",
        "log: {colour: true}",
        "image: {repository: ''}",
        "image: {digest: abc}",
        "image: {tag: 'a b'}",
        "image: {pullPolicy: Sometimes}",
        "imagePullSecrets: [registry]",
        "extraEnv: {A: b}",
        "extraEnv: [{name: A, value: 1}]",
        "serviceAccount: {annotations: {a: 1}}",
        "podLabels: {azure.workload.identity/use: true}",
        "service: {port: 0}",
        "terminationGracePeriodSeconds: 1"
      })
  void refusesNonsense(String values) {
    assertThatThrownBy(() -> Rendered.with(values)).hasMessageContaining("schema");
  }

  @ParameterizedTest
  @MethodSource("values")
  void tellsOfEveryValueInItsReadme(String value) {
    assertThat(Chart.read("README.md")).contains("| `" + value + "` |");
  }

  private static Stream<String> examplesOfItsReadme() {
    return Page.at("helm/backup-sync-operator/README.md").blocks("yaml").stream();
  }

  @ParameterizedTest
  @MethodSource("examplesOfItsReadme")
  void takesTheExamplesOfItsReadme(String values) {
    assertThat(Rendered.with(values).kinds()).contains("Deployment");
  }

  private static Stream<String> values() {
    var map = new TypeReference<Map<String, Object>>() {};
    var values = new KubernetesSerialization().unmarshal(Chart.read("values.yaml"), map);
    return values.entrySet().stream().flatMap(ChartTest::names);
  }

  /** Of a section its members; what people fill as a whole, as a security context, is one value. */
  private static Stream<String> names(Map.Entry<String, Object> value) {
    return Set.of("azure", "image", "log", "serviceAccount", "service").contains(value.getKey())
        ? ((Map<?, ?>) value.getValue()).keySet().stream().map(key -> value.getKey() + "." + key)
        : Stream.of(value.getKey());
  }
}
