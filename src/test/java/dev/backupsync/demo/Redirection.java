package dev.backupsync.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backupsync.simulator.AzureServer;
import dev.backupsync.simulator.Certificates;
import dev.backupsync.simulator.VeeamServer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** Points an example at the simulators instead of a vendor, and shortens its waits. */
final class Redirection {
  private static final String CA_KEY = "ca.crt";

  /** Where every connection finds the simulators' CA, whatever CA its example names. */
  private static final String CA = "simulators-ca";

  private final VeeamServer veeam;
  private final AzureServer azure;

  Redirection(VeeamServer veeam, AzureServer azure) {
    this.veeam = veeam;
    this.azure = azure;
  }

  Example of(Example example) {
    var manifest = example.manifest().deepCopy();
    switch (example.kind()) {
      case "Secret" -> secret(manifest);
      case "VeeamConnection" -> veeam(manifest.withObject("/spec"));
      case "AzureConnection" -> azure(manifest.withObject("/spec"));
      case "RepositorySync", "BackupInstanceSync" -> hurry(manifest.withObject("/spec"));
      default -> {} // says nothing of hosts, credentials or waits
    }
    return new Example(example.file(), manifest);
  }

  /** What all redirected connections refer to. */
  Map<String, String> caBundle() {
    return Map.of(CA_KEY, Certificates.shared().caPem());
  }

  static String caName() {
    return CA;
  }

  /** An API server turns stringData into data; the embedded one does not. */
  private static void secret(ObjectNode secret) {
    var data = secret.withObject("/data");
    for (var key : secret.withObject("/stringData").properties()) {
      var text =
          switch (key.getKey()) {
            case "username" -> VeeamServer.USER;
            case "password" -> VeeamServer.PASSWORD;
            case "clientSecret" -> AzureServer.CLIENT_SECRET;
            default -> key.getValue().asText();
          };
      var bytes = text.getBytes(StandardCharsets.UTF_8);
      data.put(key.getKey(), Base64.getEncoder().encodeToString(bytes));
    }
    secret.remove("stringData");
  }

  private void veeam(ObjectNode spec) {
    spec.put("url", veeam.url().toString());
    anyConnection(spec);
  }

  private void azure(ObjectNode spec) {
    spec.put("cloud", "Custom")
        .put("endpoint", azure.url().toString())
        .put("authorityHost", azure.url().toString());
    if (spec.has("tenantId")) {
      spec.put("tenantId", AzureServer.TENANT);
    }
    if (spec.has("clientId")) {
      spec.put("clientId", AzureServer.CLIENT_ID);
    }
    anyConnection(spec);
  }

  private static void anyConnection(ObjectNode spec) {
    spec.putObject("tls").putObject("caBundleRef").put("name", CA).put("key", CA_KEY);
    spec.put("probeInterval", "10s");
  }

  private static void hurry(ObjectNode spec) {
    spec.put("pollInterval", "1s");
    if (spec.has("checkInterval")) {
      spec.put("checkInterval", "5s");
    }
    spec.withObject("/retry").put("interval", "2s").put("maxInterval", "2s");
  }
}
