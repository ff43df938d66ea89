package dev.backupsync.chart;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What Helm makes of the chart with some values, read as Kubernetes would read it. */
record Rendered(List<HasMetadata> objects) {
  static final String RELEASE = "sync";
  static final String NAMESPACE = "backup";

  private static final Pattern BETWEEN_DOCUMENTS = Pattern.compile("(?m)^---\\s*$");
  private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*#.*$");

  static Rendered with(String values) {
    var yaml =
        Chart.helm()
            .template()
            .withName(RELEASE)
            .withNamespace(NAMESPACE)
            .withValuesFile(Chart.values(values))
            .call();
    var serialization = new KubernetesSerialization();
    return new Rendered(
        BETWEEN_DOCUMENTS
            .splitAsStream(yaml)
            .filter(document -> !COMMENT.matcher(document).replaceAll("").isBlank())
            .map(document -> serialization.<HasMetadata>unmarshal(document))
            .toList());
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
