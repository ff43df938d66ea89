package dev.backupsync.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backupsync.docs.Page;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart as a whole: Helm takes it, and refuses nonsense with a message that helps. */
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
  void leadsToTheProjectAsThePomDoes() throws IOException {
    var pom = Files.readString(Path.of("pom.xml"));
    var url = Pattern.compile("(?m)^  <url>(.+)</url>").matcher(pom);

    assertThat(url.find()).isTrue();
    assertThat(pom).contains("    <url>" + url.group(1) + "</url>\n  </scm>");
    assertThat(Chart.read("Chart.yaml"))
        .contains("\nhome: " + url.group(1) + "\n")
        .contains("\nsources: [" + url.group(1) + "]\n");
  }

  @Test
  void servesAllNamespacesUnlessToldOtherwise() {
    assertThat(Rendered.with("crds: {install: false}").kinds())
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
        "terminationGracePeriodSeconds: 1",
        "crds: {install: maybe}",
        "lease: {duration: 15}",
        "lease: {duration: 15 seconds}",
        "lease: {name: Ours}",
        "proxy: {url: 'https://proxy:3128'}",
        "proxy: {noProxy: 'a,b'}",
        "admission: {actions: [Refuse]}",
        "admission: {maxTimeout: long}",
        "monitoring: {renderMode: never}",
        "networkPolicy: {from: everybody}",
        "podDisruptionBudget: {enabled: true}",
        "openshiftSecurityContext: true",
        "hostAliases: [{ip: 10.0.0.1}]",
        "strategy: {type: Sometimes}",
        "startupProbe: {httpGet: {port: 1}}",
        "service: {ipFamilies: [IPv5]}",
        "podDisruptionBudget: {unhealthyPodEvictionPolicy: Never}",
        "test: {timeout: 2}"
      })
  void refusesNonsense(String values) {
    assertThatThrownBy(() -> Rendered.with(values)).hasMessageContaining("schema");
  }

  /** What a schema could only call wrong is refused with what to do about it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {replicas: 2, leaderElection: false} | Set leaderElection to true, or replicas to 1.
          proxy: {url: 'http://proxy:3128', secretRef: {name: proxy}} | Keep the one that has the proxy's URL.
          {service: {enabled: false}, monitoring: {serviceMonitor: {enabled: true}}} | or use monitoring.podMonitor.
          monitoring: {renderMode: failIfMissing, podMonitor: {enabled: true}} | does not know monitoring.coreos.com/v1/PodMonitor.
          """)
  void saysWhatToDoAboutValuesThatDoNotGoTogether(String values, String advice) {
    assertThatThrownBy(() -> Rendered.with(values)).hasMessageContaining(advice);
  }

  private static Stream<String> examplesOfItsReadme() {
    return Page.at("helm/backup-sync-operator/README.md").blocks("yaml").stream();
  }

  @ParameterizedTest
  @MethodSource("examplesOfItsReadme")
  void takesTheExamplesOfItsReadme(String values) {
    assertThat(Rendered.with(values).kinds()).contains("Deployment");
  }

  @Test
  void bringsTheCrdsAsTheyAreGenerated() throws IOException {
    var chart = Rendered.with("");

    assertThat(chart.all(CustomResourceDefinition.class))
        .hasSize(4)
        .allSatisfy(
            crd -> {
              var name = crd.getMetadata().getName();
              var generated = Files.readString(Path.of("crds", name + ".yaml"));
              assertThat(crd.getSpec())
                  .isEqualTo(
                      new KubernetesSerialization()
                          .unmarshal(generated, CustomResourceDefinition.class)
                          .getSpec());
              assertThat(crd.getMetadata().getAnnotations())
                  .containsEntry("helm.sh/resource-policy", "keep");
            });
    assertThat(Rendered.with("crds: {keep: false}").all(CustomResourceDefinition.class))
        .hasSize(4)
        .allSatisfy(crd -> assertThat(crd.getMetadata().getAnnotations()).isEmpty());
  }
}
