package dev.backupsync.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import dev.backupsync.api.v1alpha1.RepositorySync;
import dev.backupsync.cluster.ApiServer;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Schemas;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The CRDs follow the chart, and nothing that people made goes with it, by Helm on a real server.
 */
@OnApiServer
class ChartCrdsIT {
  private static final String NAME = "repositorysyncs.backupsync.dev";
  private static final Pattern SUSPEND =
      Pattern.compile("(?m)^ {14}suspend:\n(?: {16}.*\n)+"); // in the CRD's text
  private static final String SYNC =
      """
      apiVersion: backupsync.dev/v1alpha1
      kind: RepositorySync
      metadata: {name: mail, namespace: default}
      spec: {connectionRef: {name: vb365}, repository: {name: Mail}}
      """;

  private static ApiServer api;

  @TempDir Path folder;

  @BeforeAll
  static void startApiServer() {
    api = ApiServer.bare();
  }

  @AfterAll
  static void stopApiServer() {
    api.close();
  }

  @AfterEach
  void removeCrds() {
    kubectl("delete", "crd", "--ignore-not-found", "--all", "--timeout=60s");
  }

  @Test
  void aNewFieldComesWithAnUpgradeAndObjectsOutliveTheRelease() throws IOException {
    install(new Helm(olderChart()), "keeper", "");
    kubectlWith(SYNC, "apply", "-f", "-");
    assertThat(fields()).doesNotContainKey("suspend");

    Chart.helm()
        .upgrade()
        .withName("keeper")
        .withNamespace("keeper")
        .withKubeConfig(api.kubeconfig())
        .disableOpenApiValidation()
        .call();
    assertThat(fields()).containsKey("suspend");

    uninstall("keeper");
    assertThat(crd().getMetadata().getDeletionTimestamp()).as("when it was deleted").isNull();
    assertThat(
            api.client().resources(RepositorySync.class).inNamespace("default").list().getItems())
        .extracting(sync -> sync.getMetadata().getName())
        .containsExactly("mail");

    install(Chart.helm(), "keeper", "");
    uninstall("keeper");
  }

  @Test
  void withoutKeepTheyGoWithTheRelease() {
    install(Chart.helm(), "fleeting", "crds: {keep: false}");

    uninstall("fleeting");

    Awaitility.await()
        .untilAsserted(
            () -> assertThat(kubectl("get", "crd", "-o", "name")).doesNotContain("backupsync.dev"));
  }

  @Test
  void aSecondReleaseIsToldWhoseTheyAre() {
    install(Chart.helm(), "first", "");

    assertThatThrownBy(() -> install(Chart.helm(), "second", ""))
        .hasMessageContaining("current value is \"first\"");

    Release.install(api, "second", "");
    uninstall("second");
    uninstall("first");
  }

  /** By the commands of {@code docs/how-to/upgrade.md}. */
  @Test
  void crdsThatNoReleaseOwnsAreTakenOver() {
    kubectl("apply", "--validate=false", "-f", "crds");
    assertThatThrownBy(() -> install(Chart.helm(), "heir", ""))
        .hasMessageContaining("invalid ownership metadata");

    var crds =
        Stream.of("repositorysyncs", "backupinstancesyncs", "veeamconnections", "azureconnections");
    crds.map(kind -> kind + ".backupsync.dev")
        .forEach(
            crd -> {
              kubectl("label", "crd", crd, "app.kubernetes.io/managed-by=Helm");
              kubectl(
                  "annotate",
                  "crd",
                  crd,
                  "meta.helm.sh/release-name=heir",
                  "meta.helm.sh/release-namespace=heir");
            });
    install(Chart.helm(), "heir", "");
    uninstall("heir");
  }

  @Test
  void monitorsAreMadeWhereTheClusterKnowsThem() {
    var monitors =
        "monitoring: {serviceMonitor: {enabled: true}, podMonitor: {enabled: true},"
            + " prometheusRule: {enabled: true}}";
    Release.install(api, "unwatched", monitors); // whose monitors the server would refuse

    Stream.of("ServiceMonitor", "PodMonitor", "PrometheusRule")
        .forEach(kind -> kubectlWith(monitoringCrd(kind), "apply", "-f", "-"));
    kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=60s");
    Release.install(api, "watched", monitors);

    assertThat(monitorsOf("watched", "ServiceMonitor")).isOne();
    assertThat(monitorsOf("watched", "PodMonitor")).isOne();
    assertThat(monitorsOf("watched", "PrometheusRule")).isOne();
    uninstall("watched");
    uninstall("unwatched");
  }

  /** A real API server is stricter than a rendered text. */
  @Test
  void aServerTakesEverythingThatTheChartCanMake() {
    Release.install(
        api,
        "everything",
        """
        replicas: 3
        commonLabels: {team: backup}
        networkPolicy: {enabled: true, metadataService: true, from: [{podSelector: {}}]}
        proxy: {url: "http://proxy:3128", noProxy: [.internal]}
        hostAliases: [{ip: 10.0.0.5, hostnames: [vb365.internal]}]
        dnsPolicy: None
        dnsConfig: {nameservers: [10.0.0.10]}
        extraVolumes: [{name: more, emptyDir: {}}]
        extraVolumeMounts: [{name: more, mountPath: /more}]
        extraInitContainers: [{name: before, image: before}]
        extraContainers: [{name: beside, image: beside}]
        azure: {workloadIdentityClientId: "1-2", serviceAccounts: [{namespace: default, name: backup}]}
        service: {ipFamilyPolicy: ""}
        """);

    assertThat(kubectl("get", "-n", "everything", "deploy,netpol,pdb,sa,svc,role", "-o", "name"))
        .contains("deployment", "networkpolicy", "poddisruptionbudget", "service");
    uninstall("everything");
  }

  /** The chart as it was before syncs could be suspended. */
  private Path olderChart() throws IOException {
    try (var files = Files.walk(Chart.FOLDER)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var copy = folder.resolve(Chart.FOLDER.relativize(file));
        Files.createDirectories(copy.getParent());
        var text = Files.readString(file);
        Files.writeString(
            copy, file.endsWith(NAME + ".yaml") ? SUSPEND.matcher(text).replaceAll("") : text);
      }
    }
    return folder;
  }

  private static Map<String, JSONSchemaProps> fields() {
    return Schemas.spec(crd()).getProperties();
  }

  private static CustomResourceDefinition crd() {
    var crds = api.client().apiextensions().v1().customResourceDefinitions();
    return crds.withName(NAME).require();
  }

  private static void install(Helm chart, String name, String values) {
    chart
        .install()
        .withName(name)
        .withNamespace(name)
        .createNamespace()
        .withKubeConfig(api.kubeconfig())
        .withValuesFile(Chart.values(values))
        .disableOpenApiValidation()
        .call();
    api.awaitCrds();
  }

  private static void uninstall(String name) {
    Helm.uninstall(name).withNamespace(name).withKubeConfig(api.kubeconfig()).call();
  }

  private static int monitorsOf(String namespace, String kind) {
    var context =
        new CustomResourceDefinitionContext.Builder()
            .withGroup("monitoring.coreos.com")
            .withVersion("v1")
            .withKind(kind)
            .withPlural(kind.toLowerCase(Locale.ROOT) + "s")
            .withScope("Namespaced")
            .build();
    var list = api.client().genericKubernetesResources(context).inNamespace(namespace).list();
    return list == null ? 0 : list.getItems().size();
  }

  /** Takes anything, unlike the real one, which is not at hand here. */
  private static String monitoringCrd(String kind) {
    var plural = kind.toLowerCase(Locale.ROOT) + "s";
    return """
    apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata: {name: $plural.monitoring.coreos.com, annotations: {api-approved.kubernetes.io: unapproved}}
    spec:
      group: monitoring.coreos.com
      names: {kind: $kind, plural: $plural}
      scope: Namespaced
      versions:
        - name: v1
          served: true
          storage: true
          schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
    """
        .replace("$plural", plural)
        .replace("$kind", kind);
  }

  private static String kubectl(String... arguments) {
    return kubectlWith("", arguments);
  }

  private static String kubectlWith(String input, String... arguments) {
    var result = api.kubectl().runWith(input, arguments);
    assertThat(result.exitCode()).as(result.output()).isZero();
    return result.output();
  }
}
