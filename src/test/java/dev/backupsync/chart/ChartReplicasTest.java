package dev.backupsync.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Defaults are right for one replica and for three, without a further value. */
class ChartReplicasTest {
  @Test
  void oneReplicaIsNeitherSpreadNorKeptFromBeingMoved() {
    var chart = Rendered.with("");

    assertThat(chart.the(Deployment.class).getSpec().getReplicas()).isOne();
    assertThat(chart.pod().getTopologySpreadConstraints()).isEmpty();
    assertThat(chart.kinds()).doesNotContain("PodDisruptionBudget");
  }

  @Test
  void threeReplicasAreSpreadAndProtected() {
    var chart = Rendered.with("replicas: 3");
    var selector = chart.the(Deployment.class).getSpec().getSelector();
    var budget = chart.the(PodDisruptionBudget.class).getSpec();

    assertThat(chart.pod().getTopologySpreadConstraints())
        .extracting("topologyKey")
        .containsExactly("topology.kubernetes.io/zone", "kubernetes.io/hostname");
    assertThat(chart.pod().getTopologySpreadConstraints())
        .allSatisfy(spread -> assertThat(spread.getLabelSelector()).isEqualTo(selector))
        .allSatisfy(
            spread -> assertThat(spread.getWhenUnsatisfiable()).isEqualTo("ScheduleAnyway"));
    assertThat(budget.getSelector()).isEqualTo(selector);
    assertThat(budget.getMaxUnavailable().getIntVal()).isOne();
    assertThat(budget.getMinAvailable()).isNull();
  }

  @Test
  void aNewVersionIsReadyBeforeTheOldOneGoes() {
    var strategy = Rendered.with("").the(Deployment.class).getSpec().getStrategy();

    assertThat(strategy.getRollingUpdate().getMaxUnavailable().getIntVal()).isZero();
    assertThat(strategy.getRollingUpdate().getMaxSurge().getIntVal()).isOne();
  }

  @ParameterizedTest
  @CsvSource({
    "'{replicas: 1, podDisruptionBudget: {enabled: always}}', true",
    "'{replicas: 3, podDisruptionBudget: {enabled: never}}', false",
    "'{replicas: 2, podDisruptionBudget: {minAvailable: 1}}', true"
  })
  void theBudgetIsTheAdministratorsToDecide(String values, boolean there) {
    assertThat(Rendered.with(values).kinds().contains("PodDisruptionBudget")).isEqualTo(there);
  }

  @Test
  void aMinimumTakesThePlaceOfAMaximum() {
    var budget =
        Rendered.with("{replicas: 3, podDisruptionBudget: {minAvailable: 50%}}")
            .the(PodDisruptionBudget.class)
            .getSpec();

    assertThat(budget.getMinAvailable().getStrVal()).isEqualTo("50%");
    assertThat(budget.getMaxUnavailable()).isNull();
  }

  @Test
  void aSpreadOfOnesOwnTakesThePlaceOfTheChartsAndNoneIsPossible() {
    var own = "{topologyKey: rack, maxSkew: 2, whenUnsatisfiable: DoNotSchedule}";

    assertThat(
            Rendered.with("{replicas: 3, topologySpreadConstraints: [" + own + "]}")
                .pod()
                .getTopologySpreadConstraints())
        .extracting("topologyKey")
        .containsExactly("rack");
    assertThat(
            Rendered.with("{replicas: 3, spreadReplicas: false}")
                .pod()
                .getTopologySpreadConstraints())
        .isEmpty();
  }
}
