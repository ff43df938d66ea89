package dev.backupsync.olm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The ClusterServiceVersion: what the operator is, what it owns, and the Deployment and the rights
 * of the plain manifests, which are those of the chart.
 */
final class ServiceVersion {
  private static final String PROJECT = "https://github.com/backup-sync/backup-sync-operator";
  private static final Path CHART = Path.of("helm", Bundle.NAME, "Chart.yaml");
  private static final Path MANIFESTS = Path.of("deploy", "install.yaml");
  private static final ObjectMapper YAML = new YAMLMapper();
  private static final KubernetesSerialization KUBERNETES = new KubernetesSerialization();
  private static final String DESCRIPTION =
      """
      Runs and watches two kinds of vendor backup sync, declared as Kubernetes resources:

      - `RepositorySync` keeps one Veeam Backup for Microsoft 365 repository's cache synchronized with its object storage.
      - `BackupInstanceSync` syncs one Azure Backup instance again, until it is protected.

      The operator starts the sync at the vendor, follows it for as many hours as it takes, tries again where that helps, and tells in `status` how far it is and what went wrong.
      Each starts with a connection, `VeeamConnection` or `AzureConnection`, and a Secret that it names.

      This bundle serves all namespaces. To serve some, without rights beyond them, use the Helm chart.
      """;

  private final JsonNode chart;
  private final List<HasMetadata> manifests;

  ServiceVersion() throws IOException {
    chart = YAML.readTree(CHART.toFile());
    manifests =
        List.of(Files.readString(MANIFESTS).split("(?m)^---$")).stream()
            .map(document -> KUBERNETES.<HasMetadata>unmarshal(document))
            .toList();
  }

  JsonNode json() throws IOException {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("apiVersion", "operators.coreos.com/v1alpha1").put("kind", "ClusterServiceVersion");
    metadata(json.putObject("metadata"));
    var spec = json.putObject("spec");
    describe(spec);
    new OwnedKinds(chart).describe(spec.putObject("customresourcedefinitions").putArray("owned"));
    install(spec);
    installModes(spec);
    var image = spec.putArray("relatedImages").addObject();
    image.put("name", "operator").put("image", image());
    return json;
  }

  private void metadata(ObjectNode metadata) throws IOException {
    metadata.put("name", Bundle.NAME + ".v" + version()).put("namespace", "placeholder");
    var annotations = metadata.putObject("annotations");
    annotations.put("alm-examples", AlmExamples.json());
    annotations.put("capabilities", annotation("artifacthub.io/operatorCapabilities"));
    annotations.put("categories", "Storage");
    annotations.put("certified", "false");
    annotations.put("containerImage", image());
    annotations.set("description", chart.path("description"));
    annotations.put("repository", PROJECT);
  }

  private void describe(ObjectNode spec) {
    spec.put("displayName", "Backup sync operator").put("description", DESCRIPTION);
    spec.put("version", version()).put("maturity", "alpha").put("minKubeVersion", "1.20.0");
    spec.set("keywords", chart.path("keywords"));
    var icon = chart.path("icon").asText().split("[:;,]", -1);
    spec.putArray("icon").addObject().put("base64data", icon[3]).put("mediatype", icon[1]);
    spec.putObject("provider").set("name", chart.path("maintainers").path(0).path("name"));
    spec.putArray("links").addObject().put("name", "Documentation").put("url", PROJECT);
  }

  private void install(ObjectNode spec) {
    var deployment = the(Deployment.class);
    var install = spec.putObject("install").put("strategy", "deployment").putObject("spec");
    var account = deployment.getSpec().getTemplate().getSpec().getServiceAccountName();
    rights(install.putArray("clusterPermissions").addObject(), account, operatorsClusterRole());
    rights(install.putArray("permissions").addObject(), account, the(Role.class).getRules());
    var installed = install.putArray("deployments").addObject();
    installed.put("name", deployment.getMetadata().getName());
    installed.set("label", json(deployment.getMetadata().getLabels()));
    installed.set("spec", json(deployment.getSpec()));
  }

  private void rights(ObjectNode rights, String account, List<PolicyRule> rules) {
    rights.put("serviceAccountName", account).set("rules", json(rules));
  }

  /** Of the ClusterRoles only the operator's: OLM makes roles for people itself. */
  private List<PolicyRule> operatorsClusterRole() {
    return manifests.stream()
        .filter(ClusterRole.class::isInstance)
        .map(ClusterRole.class::cast)
        .filter(role -> role.getMetadata().getName().endsWith(":" + Bundle.NAME))
        .findFirst()
        .orElseThrow()
        .getRules();
  }

  private static void installModes(ObjectNode spec) {
    var modes = spec.putArray("installModes");
    for (var mode : List.of("OwnNamespace", "SingleNamespace", "MultiNamespace", "AllNamespaces")) {
      modes.addObject().put("type", mode).put("supported", mode.equals("AllNamespaces"));
    }
  }

  private String version() {
    return chart.path("version").asText();
  }

  private String image() {
    return the(Deployment.class)
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst()
        .getImage();
  }

  private String annotation(String name) {
    return chart.path("annotations").path(name).asText();
  }

  private <T extends HasMetadata> T the(Class<T> kind) {
    return manifests.stream().filter(kind::isInstance).map(kind::cast).findFirst().orElseThrow();
  }

  private static JsonNode json(Object value) {
    return KUBERNETES.convertValue(value, JsonNode.class);
  }
}
