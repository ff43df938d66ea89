package dev.backupsync.benchmark;

import dev.backupsync.simulator.AzureServer;
import dev.backupsync.simulator.Journal;
import dev.backupsync.simulator.SimulatedVendor;
import dev.backupsync.simulator.VeeamScript.ProgressForm;
import dev.backupsync.simulator.VeeamServer;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A simulated server of either vendor, as far as the benchmark needs it.
 *
 * @param targets takes the name of a sync whose target is to be there
 */
record SimulatedServer(SimulatedVendor vendor, Journal journal, Consumer<String> targets) {

  /**
   * Starts one.
   *
   * @param session how long a run takes
   * @param pace how long Azure wants to be left alone between two polls
   * @param progress whether Veeam tells how far a run is
   */
  static SimulatedServer started(SyncKind kind, Duration session, Duration pace, boolean progress) {
    return switch (kind) {
      case REPOSITORY_SYNC -> veeam(session, progress);
      case BACKUP_INSTANCE_SYNC -> azure(session, pace);
    };
  }

  private static SimulatedServer veeam(Duration session, boolean progress) {
    var server = VeeamServer.started();
    server.script().duration(session);
    if (!progress) {
      server.script().progress(ProgressForm.ABSENT);
    }
    return new SimulatedServer(
        server, server.journal(), sync -> server.addRepository(SyncKind.repository(sync), sync));
  }

  private static SimulatedServer azure(Duration session, Duration pace) {
    var server = AzureServer.started();
    server.script().duration(session).retryAfter(pace).pollRetryAfter(pace);
    return new SimulatedServer(
        server,
        server.journal(),
        sync ->
            server.addInstance(
                AzureServer.SUBSCRIPTION, AzureServer.RESOURCE_GROUP, SyncKind.vault(sync), sync));
  }
}
