package dev.backupsync.benchmark;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What every contestant is to do.
 *
 * @param shards among how many operators the servers can be divided
 * @param syncs so many runs, one for each sync, that are wanted before the process starts
 * @param session how long one takes at the vendor
 * @param poll the syncs' pollInterval, and how often Azure wants to be asked
 * @param progress whether the vendor tells how far a run is
 * @param late so many syncs more, which are applied one by one when all is quiet
 * @param rest how long it is watched at rest after a restart; zero for not at all
 * @param patience what is not done so long after the start is given up
 */
record Workload(
    SyncKind kind,
    int shards,
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

  /** The servers with the targets of all syncs, the late ones included. */
  Servers servers() {
    var count = Math.max(shards, Math.ceilDiv(syncs, PER_SERVER));
    return new Servers(kind, "sync", count, Math.ceilDiv(syncs, count), syncs + late, false);
  }

  /** The label of the syncs of this server, where the servers are divided among so many. */
  static String shard(int server, int shards) {
    return Character.toString('a' + server % shards);
  }

  /** The simulators for it, and for neighbours that do not count. */
  Vendors.Plan plan(List<Servers> neighbours, int spare) {
    var all = Stream.concat(Stream.of(servers()), neighbours.stream()).toList();
    return new Vendors.Plan(all, session.toMillis(), poll.toMillis(), progress, spare);
  }
}
