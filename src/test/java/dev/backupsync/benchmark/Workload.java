package dev.backupsync.benchmark;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

/**
 * What every contestant is to do.
 *
 * @param syncs so many runs, one for each sync, that are wanted before the process starts
 * @param session how long one takes at the vendor
 * @param progress whether the vendor tells how far a run is
 * @param late so many syncs more, which are applied one by one when all is quiet
 * @param rest how long it is watched at rest after a restart; zero for not at all
 * @param patience what is not done so long after the start is given up
 */
record Workload(
    int syncs,
    Duration session,
    Duration poll,
    boolean progress,
    int late,
    Duration rest,
    Duration patience) {
  /** One connection takes no more at once. */
  static final int PER_SERVER = 1_000;

  static final String NAMESPACE = "benchmark";

  int servers() {
    return Math.ceilDiv(syncs, PER_SERVER);
  }

  /** Those that are applied late among them. */
  int repositories() {
    return syncs + late;
  }

  /** At which of the servers the repository is. */
  int serverOf(int repository) {
    return repository / PER_SERVER % servers();
  }

  static String connection(int server) {
    return "veeam-" + server;
  }

  static String sync(int repository) {
    return "sync-" + repository;
  }

  static UUID repository(int repository) {
    return UUID.nameUUIDFromBytes(sync(repository).getBytes(StandardCharsets.UTF_8));
  }
}
