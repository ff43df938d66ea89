package dev.backupsync.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.http.Proxies;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings that administrators look for reach what they are about. */
class ChartSettingsTest {
  private static final URI VENDOR = URI.create("https://vb365.example.com:4443/v8/Token");

  @Test
  void vendorsAreReachedThroughTheProxyAndTheExceptionsAreNot() {
    var environment =
        Rendered.with("proxy: {url: 'http://proxy:3128', noProxy: [.internal, 10.0.0.0/8]}")
            .environment();
    var proxies = Proxies.of(environment);

    assertThat(proxies.towards(VENDOR)).map(Object::toString).contains("proxy:3128");
    assertThat(proxies.towards(URI.create("https://vb365.internal:4443"))).isEmpty();
    assertThat(proxies.towards(URI.create("https://10.1.2.3:4443"))).isEmpty();
    assertThat(Proxies.of(Rendered.with("").environment()).towards(VENDOR)).isEmpty();
  }

  @Test
  void aProxysPasswordStaysInItsSecret() {
    var chart = Rendered.with("proxy: {secretRef: {name: proxy, key: url}}");
    var variable =
        chart.container().getEnv().stream()
            .filter(env -> env.getName().equals("HTTPS_PROXY"))
            .findFirst()
            .orElseThrow();

    assertThat(variable.getValue()).isNull();
    assertThat(variable.getValueFrom().getSecretKeyRef().getName()).isEqualTo("proxy");
    assertThat(variable.getValueFrom().getSecretKeyRef().getKey()).isEqualTo("url");
  }

  /**
   * The files are where the variables say, and neither the key nor a secret URL is in the pod's
   * spec.
   */
  @Test
  void notificationsHaveTheirUrlTheirKeyAndTheirAuthorities() {
    var chart =
        Rendered.with(
            "notify: {urlSecretRef: {name: hooks, key: url}, secretRef: {name: hooks, key: hmac},"
                + " caConfigMapRef: {name: hooks-ca}}");
    var url =
        chart.container().getEnv().stream()
            .filter(env -> env.getName().equals("NOTIFY_URL"))
            .findFirst()
            .orElseThrow();
    var mounts = chart.container().getVolumeMounts();

    assertThat(url.getValueFrom().getSecretKeyRef().getName()).isEqualTo("hooks");
    assertThat(url.getValueFrom().getSecretKeyRef().getKey()).isEqualTo("url");
    assertThat(chart.environment())
        .containsEntry("NOTIFY_KEY_FILE", "/etc/backup-sync-operator/notify-key/hmac")
        .containsEntry("NOTIFY_CA_FILE", "/etc/backup-sync-operator/notify-ca/ca.crt");
    assertThat(mounts)
        .filteredOn(mount -> mount.getName().startsWith("notify-"))
        .extracting(mount -> mount.getName() + " " + mount.getMountPath())
        .containsExactly(
            "notify-key /etc/backup-sync-operator/notify-key",
            "notify-ca /etc/backup-sync-operator/notify-ca");
    assertThat(chart.template().getSpec().getVolumes())
        .filteredOn(volume -> volume.getName().equals("notify-key"))
        .singleElement()
        .satisfies(
            volume ->
                assertThat(volume.getSecret().getItems().getFirst().getPath()).isEqualTo("hmac"));
    assertThat(Rendered.with("notify: {url: 'https://hooks.example.com/x'}").environment())
        .containsEntry("NOTIFY_URL", "https://hooks.example.com/x")
        .doesNotContainKeys("NOTIFY_KEY_FILE", "NOTIFY_CA_FILE");
  }

  @Test
  void oneClientIdIsEnoughForWorkloadIdentity() {
    var chart =
        Rendered.with("azure: {workloadIdentityClientId: '1-2', workloadIdentityTenantId: '3-4'}");

    assertThat(chart.the(ServiceAccount.class).getMetadata().getAnnotations())
        .containsEntry("azure.workload.identity/client-id", "1-2")
        .containsEntry("azure.workload.identity/tenant-id", "3-4");
    assertThat(chart.template().getMetadata().getLabels())
        .containsEntry("azure.workload.identity/use", "true");
    assertThat(Rendered.with("").template().getMetadata().getLabels())
        .doesNotContainKey("azure.workload.identity/use");
  }

  @ParameterizedTest
  @CsvSource({"force, ", "disabled, 1000", "auto, 1000"}) // there is no OpenShift to be found here
  void openShiftMayChooseTheUser(String mode, Long user) {
    var chart =
        Rendered.with(
            """
            openshiftSecurityContext: %s
            podSecurityContext: {runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000}
            securityContext: {runAsUser: 1000}
            """
                .formatted(mode));
    var pod = chart.pod().getSecurityContext();

    assertThat(pod.getRunAsUser()).isEqualTo(user);
    assertThat(pod.getRunAsGroup()).isEqualTo(user);
    assertThat(pod.getFsGroup()).isEqualTo(user);
    assertThat(chart.container().getSecurityContext().getRunAsUser()).isEqualTo(user);
    assertThat(pod.getRunAsNonRoot()).isTrue();
  }

  @Test
  void noUserIsFixedByDefault() {
    var chart = Rendered.with("");

    assertThat(chart.pod().getSecurityContext().getRunAsUser()).isNull();
    assertThat(chart.container().getSecurityContext().getRunAsUser()).isNull();
  }

  @Test
  void whatBelongsToThePodIsPassedOn() {
    var chart =
        Rendered.with(
            """
            revisionHistoryLimit: 1
            priorityClassName: important
            schedulerName: mine
            runtimeClassName: gvisor
            dnsPolicy: None
            dnsConfig: {nameservers: [10.0.0.10]}
            hostAliases: [{ip: 10.0.0.5, hostnames: [vb365.internal]}]
            extraVolumes: [{name: more, emptyDir: {}}]
            extraVolumeMounts: [{name: more, mountPath: /more}]
            extraContainers: [{name: beside, image: beside}]
            extraInitContainers: [{name: before, image: before}]
            extraArgs: [--log-level=DEBUG]
            deploymentAnnotations: {reload: "true"}
            podSpecExtra: {shareProcessNamespace: true}
            startupProbe: {failureThreshold: 100}
            livenessProbe: {initialDelaySeconds: 7}
            readinessProbe: {timeoutSeconds: 9}
            """);
    var pod = chart.pod();

    assertThat(chart.the(Deployment.class).getSpec().getRevisionHistoryLimit()).isOne();
    assertThat(chart.the(Deployment.class).getMetadata().getAnnotations())
        .isEqualTo(Map.of("reload", "true"));
    assertThat(pod.getPriorityClassName()).isEqualTo("important");
    assertThat(pod.getSchedulerName()).isEqualTo("mine");
    assertThat(pod.getRuntimeClassName()).isEqualTo("gvisor");
    assertThat(pod.getDnsPolicy()).isEqualTo("None");
    assertThat(pod.getDnsConfig().getNameservers()).containsExactly("10.0.0.10");
    assertThat(pod.getHostAliases().getFirst().getHostnames()).containsExactly("vb365.internal");
    assertThat(pod.getVolumes()).extracting("name").containsExactly("tmp", "more");
    assertThat(pod.getInitContainers()).extracting("name").containsExactly("before");
    assertThat(pod.getContainers()).extracting("name").containsExactly("operator", "beside");
    assertThat(chart.container().getVolumeMounts()).extracting("name").contains("more");
    assertThat(chart.container().getArgs()).containsExactly("--log-level=DEBUG");
    assertThat(pod.getShareProcessNamespace()).isTrue();
    assertThat(chart.container().getStartupProbe().getFailureThreshold()).isEqualTo(100);
    assertThat(chart.container().getStartupProbe().getPeriodSeconds()).isEqualTo(2);
    assertThat(chart.container().getLivenessProbe().getInitialDelaySeconds()).isEqualTo(7);
    assertThat(chart.container().getReadinessProbe().getTimeoutSeconds()).isEqualTo(9);
  }

  @ParameterizedTest
  @CsvSource({"true, RollingUpdate, 0", "false, Recreate, "})
  void podsAreReplacedAsTheAdministratorSaysButNeverSideBySideWithoutALease(
      boolean lease, String type, Integer surge) {
    var strategy =
        Rendered.with(
                "{leaderElection: %s, strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 0}}}"
                    .formatted(lease))
            .the(Deployment.class)
            .getSpec()
            .getStrategy();

    assertThat(strategy.getType()).isEqualTo(type);
    assertThat(
            Optional.ofNullable(strategy.getRollingUpdate()).map(r -> r.getMaxSurge().getIntVal()))
        .isEqualTo(Optional.ofNullable(surge));
  }

  @Test
  void servicesAccountsAndBudgetsAreWhatTheClusterWants() {
    var chart =
        Rendered.with(
            """
            service: {labels: {mesh: "no"}, ipFamilyPolicy: RequireDualStack, ipFamilies: [IPv6, IPv4]}
            serviceAccount: {labels: {audit: strict, app.kubernetes.io/name: other}}
            podDisruptionBudget: {enabled: always, unhealthyPodEvictionPolicy: AlwaysAllow}
            """);

    assertThat(chart.the(Service.class).getMetadata().getLabels()).containsEntry("mesh", "no");
    assertThat(chart.the(Service.class).getSpec().getIpFamilies()).containsExactly("IPv6", "IPv4");
    assertThat(chart.the(ServiceAccount.class).getMetadata().getLabels())
        .containsEntry("audit", "strict")
        .containsEntry("app.kubernetes.io/name", "backup-sync-operator");
    assertThat(chart.the(PodDisruptionBudget.class).getSpec().getUnhealthyPodEvictionPolicy())
        .isEqualTo("AlwaysAllow");
  }

  @Test
  void moreObjectsAreInstalledWithTheRelease() {
    var chart =
        Rendered.with(
            """
            extraObjects:
              - {apiVersion: v1, kind: ConfigMap, metadata: {name: "{{ .Release.Name }}-one"}}
              - |
                apiVersion: v1
                kind: Secret
                metadata: {name: two}
            """);

    assertThat(chart.objects())
        .extracting(object -> object.getMetadata().getName())
        .contains("sync-one", "two");
  }

  @ParameterizedTest
  @CsvSource({"alwaysRender, 3", "skipIfMissing, 0"})
  void monitoringObjectsAreMadeAsTheRenderModeSays(String mode, int made) {
    var chart =
        Rendered.with(
            """
            monitoring:
              renderMode: %s
              serviceMonitor: {enabled: true, interval: 30s, labels: {release: prometheus}}
              podMonitor: {enabled: true, namespace: monitoring}
              prometheusRule: {enabled: true, extraRules: [{alert: Mine, expr: vector(1)}]}
            """
                .formatted(mode));
    var objects = chart.all(GenericKubernetesResource.class);

    assertThat(objects).hasSize(made);
    if (made > 0) {
      var service = of(objects, "ServiceMonitor");
      assertThat(service.<String>get("spec", "endpoints", 0, "interval")).isEqualTo("30s");
      assertThat(service.getMetadata().getLabels()).containsEntry("release", "prometheus");
      var selected = service.<Map<String, String>>get("spec", "selector", "matchLabels");
      assertThat(chart.template().getMetadata().getLabels()).containsAllEntriesOf(selected);
      var pod = of(objects, "PodMonitor");
      assertThat(pod.getMetadata().getNamespace()).isEqualTo("monitoring");
      assertThat(pod.<List<String>>get("spec", "namespaceSelector", "matchNames"))
          .containsExactly(Rendered.NAMESPACE);
      var rules = of(objects, "PrometheusRule");
      var groups = rules.<List<Map<String, Object>>>get("spec", "groups");
      assertThat(groups.getLast()).containsEntry("name", "backup.sync-backup-sync-operator");
      assertThat(groups.getLast().toString()).contains("alert=Mine");
      assertThat(groups).hasSize(4);
      assertThat(groups.toString())
          .contains("absent(backupsync_build_info{namespace=\"backup\"})")
          .contains("{{ $labels.namespace }}/{{ $labels.name }} failed");
      assertThat(service.<Boolean>get("spec", "endpoints", 0, "honorLabels")).isTrue();
      assertThat(pod.<Boolean>get("spec", "podMetricsEndpoints", 0, "honorLabels")).isTrue();
    }
  }

  /** All other alerts come out equal, and Alertmanager drops equal ones. */
  @Test
  void eachReleaseMissesTheOperatorOfItsOwnNamespace() {
    var one = rules("one");
    var two = rules("two");

    assertThat(one).contains("absent(backupsync_build_info{namespace=\"one\"})");
    assertThat(two).contains("absent(backupsync_build_info{namespace=\"two\"})");
    assertThat(one.replace("namespace=\"one\"", "namespace=\"two\"")).isEqualTo(two);
  }

  private static String rules(String namespace) {
    var values = "monitoring: {renderMode: alwaysRender, prometheusRule: {enabled: true}}";
    var objects = Rendered.as(namespace, "sync", values).all(GenericKubernetesResource.class);
    return of(objects, "PrometheusRule").<Object>get("spec", "groups").toString();
  }

  @Test
  void theDashboardIsAConfigMapThatGrafanasSidecarFinds() {
    var chart =
        Rendered.with(
            "monitoring: {dashboard: {enabled: true, namespace: grafana,"
                + " annotations: {grafana_folder: Backups}}}");

    var dashboard = chart.the(ConfigMap.class);
    assertThat(dashboard.getMetadata().getNamespace()).isEqualTo("grafana");
    assertThat(dashboard.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
    assertThat(dashboard.getMetadata().getAnnotations()).containsEntry("grafana_folder", "Backups");
    assertThat(dashboard.getData().get("backup-sync-operator.json"))
        .isEqualToIgnoringNewLines(Chart.read("files/monitoring/dashboard.json"));
  }

  private static GenericKubernetesResource of(List<GenericKubernetesResource> all, String kind) {
    return all.stream().filter(one -> one.getKind().equals(kind)).findFirst().orElseThrow();
  }
}
