package dev.backupsync.soak;

import dev.backupsync.api.v1alpha1.BackupInstanceSync;
import dev.backupsync.api.v1alpha1.RepositorySync;
import dev.backupsync.cluster.Stage;
import dev.backupsync.simulator.AzureProblem;
import dev.backupsync.simulator.AzureScript;
import dev.backupsync.simulator.AzureServer;
import dev.backupsync.simulator.VeeamScript;
import dev.backupsync.simulator.VeeamScript.End;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** The syncs of a soak: both kinds, and every manner in which a run may be asked for. */
final class Subjects {
  private static final AzureProblem BROKEN = AzureProblem.of("UserErrorX", "Role is missing");

  /** Longer than any operation and a slow write take together; see the judge's law on overlaps. */
  private static final Duration AZURE_DOUBT = Duration.ofSeconds(2).multipliedBy(8);

  private static final List<String> MANNERS =
      List.of(
          "retry: {limit: 3, interval: 1s, maxInterval: 4s}",
          "runPolicy: IfNeeded\n  checkInterval: 5s\n  retry: {interval: 1s, maxInterval: 2s}",
          "schedule: \"* * * * *\"\n  retry: {limit: 1, interval: 1s}",
          "retry: {limit: 0}",
          "retry: {limit: 2, interval: 1s, maxInterval: 2s}");

  private Subjects() {}

  static List<Subject> on(Stage stage, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> i % 2 == 0 ? repository(stage, i / 2) : instance(stage, i / 2))
        .toList();
  }

  /** Runs take 0.5 to 5 s; some fail, and some are shown no more once they are over. */
  static void script(Stage stage, Dice dice) {
    stage.veeam.script().secondStart(VeeamScript.SecondStart.NEW_SESSION); // to be caught
    stage.azure.script().onePerVault(false);
    stage
        .veeam
        .script()
        .courses(() -> new VeeamScript.Course(dice.millis(500, 5000), veeamEnd(dice)));
    stage
        .azure
        .script()
        .courses(() -> new AzureScript.Course(dice.millis(500, 5000), azureEnd(dice)));
  }

  private static End veeamEnd(Dice dice) {
    return dice.chance(0.15)
        ? new End.Fail("The object storage is throttling requests (SlowDown)")
        : dice.pick(List.of(new End.Vanish(), new End.StayNone(), new End.StayAtHundred()));
  }

  private static AzureScript.End azureEnd(Dice dice) {
    return dice.chance(0.15) ? AzureScript.End.failed(BROKEN) : AzureScript.End.SUCCEEDED;
  }

  private static Subject repository(Stage stage, int i) {
    var name = "repository-" + i;
    var repository = stage.veeam.addRepository(name);
    var byName = i % MANNERS.size() == MANNERS.size() - 1;
    var reference = byName ? "name: " + name : "id: " + repository.id();
    var spec =
        "connectionRef: {name: vb365}\n  repository: {" + reference + "}\n  pollInterval: 1s";
    return new Subject(
        new Subject.Make(
            name,
            RepositorySync.class,
            manifest("RepositorySync", name, spec, i),
            stage.veeam.journal(),
            repository.id().toString(),
            false,
            true,
            Duration.ZERO,
            () -> repository.outOfSync(true)));
  }

  /** Each in a vault of its own, because of a vault's instances one at a time is synced. */
  private static Subject instance(Stage stage, int i) {
    var name = "instance-" + i;
    var vault = "vault-" + i;
    var instance =
        stage.azure.addInstance(AzureServer.SUBSCRIPTION, AzureServer.RESOURCE_GROUP, vault, name);
    var forced = i % MANNERS.size() == MANNERS.size() - 1;
    var spec =
        """
        connectionRef: {name: azure}
          subscriptionId: %s
          resourceGroup: %s
          vaultName: %s
          backupInstanceName: %s
          syncType: %s
          pollInterval: 2s\
        """
            .formatted(
                AzureServer.SUBSCRIPTION,
                AzureServer.RESOURCE_GROUP,
                vault,
                name,
                forced ? "ForceResync" : "Default");
    return new Subject(
        new Subject.Make(
            name,
            BackupInstanceSync.class,
            manifest("BackupInstanceSync", name, spec, i),
            stage.azure.journal(),
            instance.id(),
            true,
            !forced,
            AZURE_DOUBT,
            () -> instance.broken(BROKEN)));
  }

  private static String manifest(String kind, String name, String spec, int i) {
    return """
    apiVersion: backupsync.dev/v1alpha1
    kind: %s
    metadata: {name: %s}
    spec:
      %s
      %s
    """
        .formatted(kind, name, spec, MANNERS.get(i % MANNERS.size()));
  }
}
