package dev.backupsync.azure;

import dev.backupsync.api.v1alpha1.BackupInstanceRef;
import dev.backupsync.api.v1alpha1.ConnectionRef;
import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncType;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.api.v1alpha1.Trigger;
import dev.backupsync.api.v1alpha1.TriggerType;
import dev.backupsync.azure.auth.AzureIdentity;
import dev.backupsync.azure.auth.AzureIdentity.ClientSecret;
import dev.backupsync.azure.rest.CloudEndpoints;
import dev.backupsync.http.TlsSettings;
import dev.backupsync.simulator.AzureServer;
import dev.backupsync.simulator.Certificates;
import dev.backupsync.vendor.Outcome;
import dev.backupsync.vendor.Outcome.Running;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The settings and runs that the tests against the simulator begin with. */
public final class Setup {
  public static final TlsSettings TLS =
      new TlsSettings(Optional.of(Certificates.shared().caPem()), Optional.empty(), false);
  public static final ClientSecret SECRET =
      new ClientSecret(AzureServer.TENANT, AzureServer.CLIENT_ID, AzureServer.CLIENT_SECRET);
  public static final Duration TIMEOUT = Duration.ofSeconds(10);

  private Setup() {}

  public static AzureSettings settings(AzureServer azure, String... trustedHosts) {
    return settings(azure, SECRET, trustedHosts);
  }

  public static AzureSettings settings(
      AzureServer azure, AzureIdentity identity, String... trustedHosts) {
    return new AzureSettings(
        cloud(azure),
        identity,
        AzureSettings.DEFAULT_API_VERSION,
        List.of(trustedHosts),
        TLS,
        TIMEOUT);
  }

  public static CloudEndpoints cloud(AzureServer azure) {
    return CloudEndpoints.custom(azure.url(), azure.url(), Optional.empty());
  }

  static Run run(String instance) {
    return run(instance, SyncType.DEFAULT);
  }

  static Run run(String instance, SyncType syncType) {
    var ref =
        new BackupInstanceRef(
            AzureServer.SUBSCRIPTION,
            AzureServer.RESOURCE_GROUP,
            AzureServer.VAULT,
            instance,
            syncType);
    return Run.begin(
        "run-1",
        Target.of(new ConnectionRef("ns", "azure"), ref),
        Trigger.of(TriggerType.CREATED),
        Instant.EPOCH);
  }

  /** The run with the handle that the outcome gave, as the status would keep it. */
  static Run followed(Run run, Outcome outcome) {
    return ((Running) outcome).progress().operation().map(run::withOperation).orElse(run);
  }

  static Run polling(Run run, String url) {
    return run.withOperation(new Operation("planted", url));
  }
}
