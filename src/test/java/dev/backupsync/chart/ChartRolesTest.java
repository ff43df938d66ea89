package dev.backupsync.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the chart lets the operator do, as far as Helm alone can tell. */
class ChartRolesTest {
  @Test
  void isConfinedToNamedNamespaces() {
    var chart = Rendered.with("watchNamespaces: [a, b]");

    assertThat(chart.kinds()).doesNotContain("ClusterRole", "ClusterRoleBinding");
    assertThat(chart.all(Role.class))
        .extracting(role -> role.getMetadata().getNamespace())
        .containsExactlyInAnyOrder("a", "b", Rendered.NAMESPACE);
    assertThat(chart.all(RoleBinding.class))
        .allSatisfy(
            binding -> {
              var subject = binding.getSubjects().getFirst();
              assertThat(subject.getName()).isEqualTo(account(chart));
              assertThat(subject.getNamespace()).isEqualTo(Rendered.NAMESPACE);
            });
    assertThat(chart.environment()).containsEntry("WATCH_NAMESPACES", "a,b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "watchNamespaces: [a, b]"})
  void readsSecretsAndChangesNothingButStatusFinalizersEventsAndItsLease(String values) {
    var granted = rules(Rendered.with(values)).flatMap(Access::of).collect(Collectors.toSet());

    assertThat(granted).noneMatch(access -> access.toString().contains("*"));
    assertThat(granted)
        .filteredOn(access -> !Set.of("get", "list", "watch").contains(access.verb()))
        .extracting(Access::resource)
        .containsOnly(
            "azureconnections/status",
            "backupinstancesyncs", // the finalizer of deletionPolicy Cancel
            "backupinstancesyncs/status",
            "repositorysyncs",
            "repositorysyncs/status",
            "veeamconnections/status",
            "events",
            "leases");
  }

  @Test
  void touchesNoLeaseButItsOwn() {
    var leases =
        rules(Rendered.with(""))
            .filter(rule -> rule.getResources().contains("leases"))
            .filter(rule -> !rule.getVerbs().contains("create"));

    assertThat(leases)
        .allSatisfy(r -> assertThat(r.getResourceNames()).containsExactly("backup-sync-operator"));
    assertThat(
            rules(Rendered.with("leaderElection: false")).flatMap(r -> r.getResources().stream()))
        .doesNotContain("leases");
  }

  @Test
  void bindsItsRolesToAnAccountThatExists() {
    var chart = Rendered.with("serviceAccount: {create: false, name: ours}");

    assertThat(chart.kinds()).doesNotContain("ServiceAccount");
    assertThat(account(chart)).isEqualTo("ours");
    assertThat(chart.the(RoleBinding.class).getSubjects().getFirst().getName()).isEqualTo("ours");
  }

  private static String account(Rendered chart) {
    return chart.pod().getServiceAccountName();
  }

  private static Stream<PolicyRule> rules(Rendered chart) {
    return Stream.concat(
        chart.all(ClusterRole.class).stream().flatMap(role -> role.getRules().stream()),
        chart.all(Role.class).stream().flatMap(role -> role.getRules().stream()));
  }
}
