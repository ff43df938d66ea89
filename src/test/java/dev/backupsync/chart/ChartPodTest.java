package dev.backupsync.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.backupsync.OperatorOptions;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the operator's pod is built, and what is passed on to it. */
class ChartPodTest {
  private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

  @ParameterizedTest
  @CsvSource({"true, RollingUpdate", "false, Recreate"})
  void neverLetsTwoPodsWorkSideBySide(String leaderElection, String strategy) {
    var chart = Rendered.with("leaderElection: " + leaderElection);

    assertThat(chart.environment()).containsEntry("LEADER_ELECTION", leaderElection);
    assertThat(chart.the(Deployment.class).getSpec().getStrategy().getType()).isEqualTo(strategy);
  }

  @Test
  void runsWithAHardenedSecurityContext() {
    var chart = Rendered.with("");
    var pod = chart.pod().getSecurityContext();
    var container = chart.container().getSecurityContext();

    assertThat(pod.getRunAsNonRoot()).isTrue();
    assertThat(pod.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(container.getAllowPrivilegeEscalation()).isFalse();
    assertThat(container.getReadOnlyRootFilesystem()).isTrue();
    assertThat(container.getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(container.getCapabilities().getAdd()).isEmpty();
    assertThat(container.getPrivileged()).isNull();
  }

  @Test
  void writesToAnEmptyDirAlone() {
    var chart = Rendered.with("");

    assertThat(chart.pod().getVolumes())
        .singleElement()
        .satisfies(volume -> assertThat(volume.getEmptyDir()).isNotNull());
    assertThat(chart.container().getVolumeMounts())
        .singleElement()
        .satisfies(mount -> assertThat(mount.getMountPath()).isEqualTo("/tmp"));
  }

  @Test
  void isProbedWhereItListens() {
    var chart = Rendered.with("");
    var container = chart.container();

    assertThat(container.getPorts())
        .singleElement()
        .satisfies(port -> assertThat(port.getContainerPort()).isEqualTo(8080));
    assertThat(chart.environment()).containsEntry("HTTP_PORT", "8080");
    assertThat(path(container.getStartupProbe())).isEqualTo("http:/livez");
    assertThat(path(container.getLivenessProbe())).isEqualTo("http:/livez");
    assertThat(path(container.getReadinessProbe())).isEqualTo("http:/readyz");
  }

  private static String path(Probe probe) {
    HTTPGetAction get = probe.getHttpGet();
    return get.getPort().getStrVal() + ":" + get.getPath();
  }

  @Test
  void offersMetricsBehindAService() {
    var service = Rendered.with("service: {port: 9090}");
    var labels = service.template().getMetadata().getLabels();

    assertThat(service.the(Service.class).getSpec().getPorts())
        .singleElement()
        .satisfies(port -> assertThat(port.getPort()).isEqualTo(9090))
        .satisfies(port -> assertThat(port.getTargetPort().getStrVal()).isEqualTo("http"));
    assertThat(labels).containsAllEntriesOf(service.the(Service.class).getSpec().getSelector());
    assertThat(Rendered.with("service: {enabled: false}").kinds()).doesNotContain("Service");
  }

  @ParameterizedTest
  @CsvSource({
    "'', registry/operator:$version",
    "'tag: v1', registry/operator:v1",
    "'digest: $digest', registry/operator@$digest",
    "'{tag: v1, digest: $digest}', registry/operator@$digest"
  })
  void namesTheImageByDigestTagOrItsOwnVersion(String image, String expected) {
    var inner = image.replace("$digest", DIGEST).replaceAll("[{}]", "");
    var comma = inner.isEmpty() ? "" : ", ";

    var chart = Rendered.with("image: {repository: registry/operator" + comma + inner + "}");

    var version = chart.template().getMetadata().getLabels().get("app.kubernetes.io/version");
    assertThat(chart.container().getImage())
        .isEqualTo(expected.replace("$digest", DIGEST).replace("$version", version));
  }

  @Test
  void isReadyForWorkloadIdentity() {
    var chart =
        Rendered.with(
            """
            serviceAccount: {annotations: {azure.workload.identity/client-id: "1-2"}}
            podLabels: {azure.workload.identity/use: "true", app.kubernetes.io/name: stranger}
            """);
    var deployment = chart.the(Deployment.class);

    assertThat(chart.the(ServiceAccount.class).getMetadata().getAnnotations())
        .containsEntry("azure.workload.identity/client-id", "1-2");
    assertThat(chart.template().getMetadata().getLabels())
        .containsEntry("azure.workload.identity/use", "true")
        .as("what the Deployment selects by is not overridden")
        .containsAllEntriesOf(deployment.getSpec().getSelector().getMatchLabels());
  }

  @Test
  void passesOnWhatBelongsToThePod() {
    var pod =
        Rendered.with(
                """
                replicas: 2
                imagePullSecrets: [{name: registry}]
                nodeSelector: {disk: ssd}
                tolerations: [{key: infra, operator: Exists}]
                affinity: {podAntiAffinity: {}}
                resources: {limits: {memory: 1Gi}}
                terminationGracePeriodSeconds: 20
                extraEnv: [{name: HTTPS_PROXY, value: "http://proxy:3128"}]
                """)
            .pod();

    assertThat(pod.getImagePullSecrets()).extracting("name").containsExactly("registry");
    assertThat(pod.getNodeSelector()).isEqualTo(Map.of("disk", "ssd"));
    assertThat(pod.getTolerations()).extracting("key").containsExactly("infra");
    assertThat(pod.getAffinity().getPodAntiAffinity()).isNotNull();
    assertThat(pod.getTerminationGracePeriodSeconds()).isEqualTo(20);
    assertThat(pod.getContainers().getFirst().getResources().getLimits()).containsKey("memory");
    assertThat(pod.getContainers().getFirst().getEnv()).extracting("name").contains("HTTPS_PROXY");
  }

  @Test
  void tellsTheOperatorWhereItMayGoAndWhomItLendsItsIdentity() {
    var chart =
        Rendered.with(
            """
            allowedHosts: ["*.example.com", login.microsoftonline.com]
            azure: {ambientCredentials: {namespaces: [a, b], hosts: ["*.stack.example"]}}
            """);

    assertThat(chart.environment())
        .containsEntry("ALLOWED_HOSTS", "*.example.com,login.microsoftonline.com")
        .containsEntry("AMBIENT_CREDENTIALS_NAMESPACES", "a,b")
        .containsEntry("AMBIENT_CREDENTIALS_HOSTS", "*.stack.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "watchNamespaces: [a, b]",
        "watchSelector: shard in (a,b)",
        "leaderElection: false",
        "allowedHosts: ['*.example.com', 10.0.0.1, '[fd00::1]']",
        "azure: {ambientCredentials: {namespaces: [a, b], hosts: ['*.stack.example']}}",
        "azure: {ambientCredentials: {namespaces: ['*']}}",
        "log: {format: json, level: DEBUG}",
        "lease: {name: ours, duration: 60s, renewDeadline: 40s, retryPeriod: 5s}"
      })
  void speaksToTheOperatorInOptionsThatItKnows(String values) {
    var environment = Rendered.with(values).environment();

    var options =
        environment.entrySet().stream()
            .map(
                e ->
                    "--"
                        + e.getKey().toLowerCase(Locale.ROOT).replace('_', '-')
                        + "="
                        + e.getValue())
            .toArray(String[]::new);

    assertThatCode(() -> OperatorOptions.of(options)).doesNotThrowAnyException();
  }
}
