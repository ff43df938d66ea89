package dev.backupsync.chart;

import dev.backupsync.OperatorOptions;
import dev.backupsync.cluster.ApiServer;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The chart, installed by Helm in a namespace of its own; what a pod of it would have is read back
 * from the API server, for there is no kubelet that would give it to one.
 */
record Release(ApiServer api, String name) {
  private static final String INSTANCE = "app.kubernetes.io/instance";

  static Release install(ApiServer api, String name, String values) {
    Chart.helm()
        .install()
        .withName(name)
        .withNamespace(name)
        .createNamespace()
        .withKubeConfig(api.kubeconfig())
        .withValuesFile(Chart.values(values))
        .call();
    return new Release(api, name);
  }

  List<ClusterRole> clusterRoles() {
    return api.client().rbac().clusterRoles().withLabel(INSTANCE, name).list().getItems();
  }

  List<ClusterRoleBinding> clusterRoleBindings() {
    var bindings = api.client().rbac().clusterRoleBindings();
    return bindings.withLabel(INSTANCE, name).list().getItems();
  }

  List<Role> roles() {
    var roles = api.client().rbac().roles().inAnyNamespace();
    return roles.withLabel(INSTANCE, name).list().getItems();
  }

  /** Everything that its roles let the operator do, wherever. */
  Set<Access> granted() {
    var rules =
        Stream.<List<PolicyRule>>concat(
            clusterRoles().stream().map(ClusterRole::getRules),
            roles().stream().map(Role::getRules));
    return rules.flatMap(List::stream).flatMap(Access::of).collect(Collectors.toSet());
  }

  /** As its ServiceAccount, by a token and nothing else. */
  KubernetesClient client(Traffic traffic) {
    var admin = api.client().getConfiguration();
    var config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(admin.getMasterUrl())
            .withCaCertFile(admin.getCaCertFile())
            .withCaCertData(admin.getCaCertData())
            .withTrustCerts(admin.isTrustCerts())
            .withNamespace(name)
            .withOauthToken(token())
            .build();
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("traffic", traffic))
        .build();
  }

  private String token() {
    var account = pod().getServiceAccountName();
    return api.client()
        .serviceAccounts()
        .inNamespace(name)
        .withName(account)
        .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
        .getStatus()
        .getToken();
  }

  /** As the environment of its container says, but for the port; throws for an unknown variable. */
  OperatorOptions options() {
    var arguments =
        pod().getContainers().getFirst().getEnv().stream()
            .filter(variable -> !variable.getName().equals("HTTP_PORT"))
            .map(variable -> option(variable.getName()) + "=" + value(variable));
    return OperatorOptions.of(
        Stream.concat(arguments, Stream.of("--http-port=0")).toArray(String[]::new));
  }

  private static String option(String variable) {
    return "--" + variable.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private String value(EnvVar variable) {
    var source = variable.getValueFrom();
    if (source != null && source.getFieldRef().getFieldPath().equals("metadata.namespace")) {
      return name;
    }
    return Objects.requireNonNullElse(variable.getValue(), "");
  }

  private PodSpec pod() {
    var deployments = api.client().apps().deployments().inNamespace(name).list().getItems();
    return deployments.getFirst().getSpec().getTemplate().getSpec();
  }
}
