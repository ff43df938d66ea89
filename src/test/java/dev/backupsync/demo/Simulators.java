package dev.backupsync.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backupsync.simulator.AzureInstance;
import dev.backupsync.simulator.AzureServer;
import dev.backupsync.simulator.VeeamRepository;
import dev.backupsync.simulator.VeeamServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Both vendors, with what the examples name; what an example is to fail for is not there. */
final class Simulators implements AutoCloseable {
  private static final Duration VEEAM_RUN = Duration.ofSeconds(7);
  private static final Duration AZURE_RUN = Duration.ofSeconds(4);
  private static final String PROJECTED_TOKEN = "projected.service.account";
  private static final int FAILS_FROM_PERCENT = 30;

  private final VeeamServer veeam = VeeamServer.started();
  private final AzureServer azure = AzureServer.started();
  private final Map<String, VeeamRepository> repositories = new HashMap<>();
  private final Map<String, AzureInstance> instances = new HashMap<>();
  private final Set<String> failed = new HashSet<>();
  private final Path tokenFile;

  Simulators(String namespace) throws IOException {
    veeam.script().duration(VEEAM_RUN);
    azure.script().duration(AZURE_RUN);
    tokenFile = Files.writeString(Files.createTempFile("federated", ".token"), PROJECTED_TOKEN);
    azure
        .authority()
        .federated(AzureServer.CLIENT_ID, PROJECTED_TOKEN)
        .federatedAccount(AzureServer.CLIENT_ID, namespace, DemoCluster.ACCOUNT);
  }

  Redirection redirection() {
    return new Redirection(veeam, azure);
  }

  /** What the workload identity webhook would put into the operator's pod. */
  Map<String, String> environment() {
    return Map.of(
        "AZURE_TENANT_ID", AzureServer.TENANT,
        "AZURE_CLIENT_ID", AzureServer.CLIENT_ID,
        "AZURE_FEDERATED_TOKEN_FILE", tokenFile.toString());
  }

  /** Gives the vendor what the sync is for. */
  void stock(Example sync) {
    var spec = sync.manifest().path("spec");
    switch (sync.intended()) {
      case FAILED -> {}
      case PENDING, QUEUED, STARTING, SYNCHRONIZING, SUCCEEDED, CANCELLED -> {
        if (sync.kind().equals("RepositorySync")) {
          repositories.put(sync.name(), repository(spec.path("repository")));
        } else {
          instances.put(sync.name(), instance(spec));
        }
      }
    }
  }

  private VeeamRepository repository(JsonNode ref) {
    var id = ref.has("id") ? UUID.fromString(ref.path("id").asText()) : UUID.randomUUID();
    return veeam.addRepository(id, ref.path("name").asText("Repository " + id));
  }

  private AzureInstance instance(JsonNode spec) {
    return azure.addInstance(
        spec.path("subscriptionId").asText(),
        spec.path("resourceGroup").asText(),
        spec.path("vaultName").asText(),
        spec.path("backupInstanceName").asText());
  }

  /** Fails the sync's run at Veeam once, when it is well under way. */
  void failOnce(Example sync, Row row) {
    var repository = repositories.get(sync.name());
    if (repository != null
        && row.percent().filter(percent -> percent >= FAILS_FROM_PERCENT).isPresent()
        && failed.add(sync.name())) {
      veeam.fail(repository.id(), "The object storage is throttling requests (SlowDown)");
    }
  }

  /** Starts that the vendor accepted for the sync; empty where it has no such target. */
  Optional<Integer> starts(Example sync) {
    return Optional.ofNullable(repositories.get(sync.name()))
        .map(VeeamRepository::acceptedStarts)
        .or(
            () ->
                Optional.ofNullable(instances.get(sync.name())).map(AzureInstance::acceptedSyncs));
  }

  int veeamStarts() {
    return repositories.values().stream().mapToInt(VeeamRepository::acceptedStarts).sum();
  }

  int azureStarts() {
    return instances.values().stream().mapToInt(AzureInstance::acceptedSyncs).sum();
  }

  /** The most runs of one target that ever ran at once. */
  int mostAtOnce() {
    var most =
        repositories.values().stream().mapToInt(VeeamRepository::maxConcurrentSessions).max();
    var others = instances.values().stream().mapToInt(AzureInstance::maxConcurrentOperations).max();
    return Math.max(most.orElse(0), others.orElse(0));
  }

  @Override
  public void close() throws IOException {
    veeam.close();
    azure.close();
    Files.deleteIfExists(tokenFile);
  }
}
