package dev.backupsync.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the chart lets the operator do, as far as Helm alone can tell. */
class ChartRolesTest {
  private static final List<String> KINDS =
      List.of("azureconnections", "backupinstancesyncs", "repositorysyncs", "veeamconnections");

  /** How the pages that people read name what rules are about, by how their rows begin. */
  private static final Map<String, List<String>> IN_WORDS =
      Map.of(
          "the four kinds of `backupsync.dev`", KINDS,
          "`repositorysyncs`, `backupinstancesyncs`",
              List.of("repositorysyncs", "backupinstancesyncs"),
          "their `/status`", KINDS.stream().map(kind -> kind + "/status").toList(),
          "Secrets, ConfigMaps", List.of("secrets", "configmaps"),
          "Events", List.of("events"),
          "Namespaces", List.of("namespaces"),
          "Tokens of ServiceAccounts", List.of("serviceaccounts/token"),
          "the Lease", List.of("leases"));

  private static final String WITH_ACCOUNT =
      "azure: {serviceAccounts: [{namespace: team-a, name: backup}]}";

  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| ([^|]+) \\| ((?:(?:get|list|watch|create|patch|update|delete)(?:, )?)+) \\|");

  @Test
  void isConfinedToNamedNamespaces() {
    var chart = Rendered.with("watchNamespaces: [a, b]");

    assertThat(chart.kinds()).doesNotContain("ClusterRoleBinding");
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

  @Test
  void isInstalledInNamedNamespacesWithoutAnythingOfTheWholeCluster() {
    var chart = Rendered.with("{watchNamespaces: [a, b], crds: {install: false}}");

    assertThat(chart.objects())
        .allSatisfy(object -> assertThat(object.getMetadata().getNamespace()).isNotEmpty());
  }

  @Test
  void leavesItsRolesToOthersWhereItIsTold() {
    assertThat(Rendered.with("{rbac: {create: false}, crds: {install: false}}").kinds())
        .containsExactlyInAnyOrder("ServiceAccount", "Service", "Deployment");
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
  void asksForTokensOfNoServiceAccountButThoseThatAreNamed() {
    var chart = Rendered.with(WITH_ACCOUNT);
    var roles =
        chart.all(Role.class).stream()
            .filter(role -> role.toString().contains("serviceaccounts/token"))
            .toList();

    assertThat(roles).hasSize(1);
    assertThat(roles.getFirst().getMetadata().getNamespace()).isEqualTo("team-a");
    assertThat(roles.getFirst().getRules())
        .singleElement()
        .satisfies(
            rule -> assertThat(rule.getResources()).containsExactly("serviceaccounts/token"),
            rule -> assertThat(rule.getResourceNames()).containsExactly("backup"),
            rule -> assertThat(rule.getVerbs()).containsExactly("create"));
    assertThat(chart.all(RoleBinding.class))
        .filteredOn(b -> b.getRoleRef().getName().equals(roles.getFirst().getMetadata().getName()))
        .singleElement()
        .satisfies(
            binding -> {
              assertThat(binding.getMetadata().getNamespace()).isEqualTo("team-a");
              assertThat(binding.getSubjects().getFirst().getName()).isEqualTo(account(chart));
            });
    assertThat(rules(Rendered.with("")).flatMap(rule -> rule.getResources().stream()))
        .doesNotContain("serviceaccounts/token");
  }

  @Test
  void touchesNoLeaseButItsOwn() {
    var leases =
        rules(Rendered.with(""))
            .filter(rule -> rule.getResources().contains("leases"))
            .filter(rule -> !rule.getVerbs().contains("create"))
            .toList();

    assertThat(Rendered.with("").environment())
        .containsEntry("LEASE_NAME", "sync-backup-sync-operator");
    assertThat(leases)
        .isNotEmpty()
        .allSatisfy(
            r -> assertThat(r.getResourceNames()).containsExactly("sync-backup-sync-operator"));
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

  @ParameterizedTest
  @ValueSource(strings = {"docs/reference/rights.md", "helm/backup-sync-operator/README.md"})
  void areToldToPeopleOneByOne(String page) throws IOException {
    var granted = rules(Rendered.with(WITH_ACCOUNT)).flatMap(Access::of);

    var told = ROW.matcher(Files.readString(Path.of(page))).results().flatMap(row -> told(row));

    assertThat(told.toList())
        .containsExactlyInAnyOrderElementsOf(
            granted.map(access -> access.verb() + " " + access.resource()).toList());
  }

  private static Stream<String> told(MatchResult row) {
    var resources =
        IN_WORDS.entrySet().stream()
            .filter(words -> row.group(1).startsWith(words.getKey()))
            .flatMap(words -> words.getValue().stream())
            .toList();
    assertThat(resources).as(row.group()).isNotEmpty();
    return Stream.of(row.group(2).split(", "))
        .flatMap(verb -> resources.stream().map(resource -> verb + " " + resource));
  }

  private static String account(Rendered chart) {
    return chart.pod().getServiceAccountName();
  }

  private static Stream<PolicyRule> rules(Rendered chart) {
    return chart.operatorsRules();
  }
}
