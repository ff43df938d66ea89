package dev.backupsync.chart;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.marcnuri.helm.InstallCommand;
import dev.backupsync.OperatorOptions;
import dev.backupsync.cluster.ApiServer;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The chart, installed by Helm; what a pod of it would have is read back from the API server, for
 * there is no kubelet that would give it to one.
 */
record Release(ApiServer api, String namespace, String name) {
  private static final String INSTANCE = "app.kubernetes.io/instance";

  /** In a namespace of its name; without the CRDs, which another release has brought. */
  static Release install(ApiServer api, String name, String values) {
    return install(api, name, name, values);
  }

  /** The same in a namespace that it may share. */
  static Release install(ApiServer api, String namespace, String name, String values) {
    command(api, namespace, name, values).set("crds.install", "false").call();
    return new Release(api, namespace, name);
  }

  /**
   * With the CRDs, which the server is too young to know all fields of; returns once it has them.
   */
  static Release installWithCrds(ApiServer api, String name, String values) {
    command(api, name, name, values).disableOpenApiValidation().call();
    api.awaitCrds();
    return new Release(api, name, name);
  }

  private static InstallCommand command(
      ApiServer api, String namespace, String name, String values) {
    return Chart.helm()
        .install()
        .withName(name)
        .withNamespace(namespace)
        .createNamespace()
        .withKubeConfig(api.kubeconfig())
        .withValuesFile(Chart.values(values));
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

  /** Everything that its roles let the operator do, wherever; those for people are not its. */
  Set<Access> granted() {
    var bound = clusterRoleBindings().stream().map(b -> b.getRoleRef().getName()).toList();
    var rules =
        Stream.<List<PolicyRule>>concat(
            clusterRoles().stream()
                .filter(role -> bound.contains(role.getMetadata().getName()))
                .map(ClusterRole::getRules),
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
            .withNamespace(namespace)
            .withOauthToken(token(pod().getServiceAccountName()))
            .build();
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("traffic", traffic))
        .build();
  }

  /** What Helm keeps for {@code helm test}, which has to be read from its own record. */
  List<HasMetadata> hooks() {
    var secrets = api.client().secrets().inNamespace(namespace);
    var record = secrets.withName("sh.helm.release.v1." + name + ".v1").require().getData();
    var zipped = Base64.getDecoder().decode(Base64.getDecoder().decode(record.get("release")));
    try (var json = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      return new JsonMapper()
          .readTree(json)
          .path("hooks")
          .valueStream()
          .flatMap(hook -> Rendered.read(hook.path("manifest").asText()).stream())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of a ServiceAccount of its namespace. */
  String token(String account) {
    return api.client()
        .serviceAccounts()
        .inNamespace(namespace)
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
      return namespace;
    }
    return Objects.requireNonNullElse(variable.getValue(), "")
        .replace("$(POD_NAMESPACE)", namespace);
  }

  private PodSpec pod() {
    var deployments = api.client().apps().deployments().inNamespace(namespace);
    return deployments
        .withLabel(INSTANCE, name)
        .list()
        .getItems()
        .getFirst()
        .getSpec()
        .getTemplate()
        .getSpec();
  }
}
