package dev.backupsync.chart;

import dev.backupsync.files.YamlDocuments;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What Helm makes of the chart with some values, read as Kubernetes would read it. */
record Rendered(List<HasMetadata> objects) {
  static final String RELEASE = "sync";
  static final String NAMESPACE = "backup";

  /** What Helm takes the cluster for. */
  private static final String KUBERNETES = "1.34.0";

  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  static Rendered with(String values) {
    return as(NAMESPACE, RELEASE, values);
  }

  /** As a release of another name or namespace. */
  static Rendered as(String namespace, String release, String values) {
    return new Rendered(read(text(namespace, release, values)));
  }

  static List<HasMetadata> read(String yaml) {
    return YamlDocuments.of(yaml).map(document -> YAML.<HasMetadata>unmarshal(document)).toList();
  }

  /** As Helm writes it; without the hooks of {@code helm test}. */
  static String text(String namespace, String release, String values) {
    return Chart.helm()
        .template()
        .withName(release)
        .withNamespace(namespace)
        .withKubeVersion(KUBERNETES)
        .withValuesFile(Chart.values(values))
        .call();
  }

  List<String> kinds() {
    return objects.stream().map(HasMetadata::getKind).toList();
  }

  <T extends HasMetadata> List<T> all(Class<T> kind) {
    return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  <T extends HasMetadata> T the(Class<T> kind) {
    var all = all(kind);
    if (all.size() != 1) {
      throw new AssertionError("Wanted one " + kind.getSimpleName() + ", found " + all.size());
    }
    return all.getFirst();
  }

  /** What the operator's own account may do, wherever. */
  Stream<PolicyRule> operatorsRules() {
    var everywhere =
        all(ClusterRoleBinding.class).stream()
            .filter(binding -> isOperators(binding.getSubjects()))
            .flatMap(binding -> named(ClusterRole.class, binding.getRoleRef().getName()))
            .flatMap(role -> role.getRules().stream());
    var there =
        all(RoleBinding.class).stream()
            .filter(binding -> isOperators(binding.getSubjects()))
            .flatMap(
                binding ->
                    named(Role.class, binding.getRoleRef().getName())
                        .filter(role -> sameNamespace(role, binding)))
            .flatMap(role -> role.getRules().stream());
    return Stream.concat(everywhere, there);
  }

  private boolean isOperators(List<Subject> subjects) {
    return subjects.stream().anyMatch(s -> s.getName().equals(pod().getServiceAccountName()));
  }

  private <T extends HasMetadata> Stream<T> named(Class<T> kind, String name) {
    return all(kind).stream().filter(role -> role.getMetadata().getName().equals(name));
  }

  private static boolean sameNamespace(HasMetadata one, HasMetadata other) {
    return one.getMetadata().getNamespace().equals(other.getMetadata().getNamespace());
  }

  PodTemplateSpec template() {
    return the(Deployment.class).getSpec().getTemplate();
  }

  PodSpec pod() {
    return template().getSpec();
  }

  Container container() {
    return pod().getContainers().getFirst();
  }

  /** Of the container; what is not a plain value is left empty. */
  Map<String, String> environment() {
    return container().getEnv().stream()
        .collect(
            Collectors.toMap(
                EnvVar::getName, env -> Objects.requireNonNullElse(env.getValue(), "")));
  }
}
