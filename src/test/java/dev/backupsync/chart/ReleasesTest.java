package dev.backupsync.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Several releases in one cluster have nothing in common but the CRDs, which one of them brings.
 */
class ReleasesTest {
  private static final String MUCH =
      """
      azure: {serviceAccounts: [{namespace: team, name: backup}]}
      admission: {enabled: true}
      networkPolicy: {enabled: true}
      podDisruptionBudget: {enabled: always}
      monitoring:
        renderMode: alwaysRender
        serviceMonitor: {enabled: true, namespace: monitoring}
        podMonitor: {enabled: true, namespace: monitoring}
        prometheusRule: {enabled: true, namespace: monitoring}
      """;

  @ParameterizedTest(name = "{1} of {0} and {3} of {2}")
  @CsvSource({
    "a, b-c, a-b, c", // the parts of both names are the same
    "a, first, a, second",
    "a, x, b, x",
    "a, x, a, x-leader-election",
    "a, x, a, x-test"
  })
  void nameNothingAlike(String namespace, String release, String otherNamespace, String other) {
    for (var values : Set.of(MUCH, MUCH + "watchNamespaces: [team, " + namespace + "]\n")) {
      assertThat(names(Rendered.as(namespace, release, values)))
          .doesNotContainAnyElementsOf(names(Rendered.as(otherNamespace, other, values)));
    }
  }

  @Test
  void competeForLeasesOfTheirOwn() {
    var one = Rendered.as("a", "first", "").environment();
    var other = Rendered.as("a", "second", "").environment();

    assertThat(one.get("LEASE_NAME")).isNotEqualTo(other.get("LEASE_NAME"));
  }

  @Test
  void canBeInANamespaceThatIsNotTheReleases() {
    var chart = Rendered.as("a", "first", "{namespaceOverride: b, crds: {install: false}}");

    assertThat(chart.objects())
        .extracting(object -> object.getMetadata().getNamespace())
        .containsOnly("b", null);
  }

  @Test
  void labelEverythingWithTheCommonLabelsAndKeepTheirOwn() {
    var chart =
        Rendered.with(
            "{replicas: 2, commonLabels: {team: backup, app.kubernetes.io/instance: other}}");

    assertThat(chart.objects())
        .allSatisfy(
            object ->
                assertThat(object.getMetadata().getLabels())
                    .containsEntry("team", "backup")
                    .containsEntry("app.kubernetes.io/instance", Rendered.RELEASE));
    assertThat(chart.template().getMetadata().getLabels()).containsEntry("team", "backup");
  }

  private static Set<String> names(Rendered chart) {
    return chart.objects().stream()
        .filter(object -> !object.getKind().equals("CustomResourceDefinition"))
        .map(ReleasesTest::name)
        .collect(Collectors.toSet());
  }

  private static String name(HasMetadata object) {
    var metadata = object.getMetadata();
    return "%s %s/%s".formatted(object.getKind(), metadata.getNamespace(), metadata.getName());
  }
}
