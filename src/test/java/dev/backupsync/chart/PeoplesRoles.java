package dev.backupsync.chart;

import dev.backupsync.cluster.ApiServer;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.List;

/**
 * The chart's roles for people, on the API server that tests share. The controller that fills in
 * view, edit and admin is no part of that server; its work is done here, by the selectors that
 * these roles have.
 */
final class PeoplesRoles {
  /** What the names of the roles begin with. */
  static final String PREFIX = "backup-sync:backup-sync-operator:";

  static final List<String> AGGREGATED = List.of("view", "edit", "admin");

  private static boolean installed;

  private PeoplesRoles() {}

  static KubernetesClient admin() {
    return ApiServer.shared().client();
  }

  static synchronized void install() {
    if (installed) {
      return;
    }
    chart().all(ClusterRole.class).stream()
        .filter(role -> role.getMetadata().getName().startsWith(PREFIX))
        .forEach(role -> admin().resource(role).create());
    AGGREGATED.forEach(PeoplesRoles::aggregate);
    installed = true;
  }

  private static Rendered chart() {
    return Rendered.as(Manifests.NAMESPACE, Manifests.NAME, "");
  }

  /** Without the prefix. */
  static List<String> names() {
    return chart().all(ClusterRole.class).stream()
        .map(role -> role.getMetadata().getName())
        .filter(name -> name.startsWith(PREFIX))
        .map(name -> name.substring(PREFIX.length()))
        .toList();
  }

  private static void aggregate(String role) {
    var roles = admin().rbac().clusterRoles();
    var rules =
        roles.withName(role).require().getAggregationRule().getClusterRoleSelectors().stream()
            .flatMap(selector -> roles.withLabelSelector(selector).list().getItems().stream())
            .flatMap(part -> part.getRules().stream())
            .distinct()
            .toList();
    roles.withName(role).edit(whole -> whole.edit().withRules(rules).build());
  }

  /** Somebody of these groups. */
  static KubernetesClient as(String user, String... groups) {
    var config =
        new ConfigBuilder(admin().getConfiguration())
            .withImpersonateUsername(user)
            .withImpersonateGroups(groups)
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /** What the API server itself says. */
  static boolean may(
      String user, String verb, String group, String resource, String subresource, String there) {
    var review =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser(user)
            .withNewResourceAttributes()
            .withNamespace(there)
            .withGroup(group)
            .withResource(resource)
            .withSubresource(subresource)
            .withVerb(verb)
            .endResourceAttributes()
            .endSpec()
            .build();
    var reviews = admin().authorization().v1().subjectAccessReview();
    return reviews.create(review).getStatus().getAllowed();
  }
}
