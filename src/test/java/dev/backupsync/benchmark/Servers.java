package dev.backupsync.benchmark;

/**
 * Simulated servers of one vendor, their targets, and by which names syncs and connections go.
 *
 * @param name what the names of its syncs begin with
 * @param perServer so many targets in a row are at the same server
 * @param hang whether they hang every call but log-ins and probes; what they are asked is then not
 *     counted
 */
record Servers(SyncKind kind, String name, int count, int perServer, int targets, boolean hang) {

  /** As many, with so many targets, that hang. */
  Servers hanging(int number) {
    return new Servers(kind, "hanging", count, perServer, number, true);
  }

  /** The name of the sync of this target. */
  String sync(int target) {
    return name + "-" + target;
  }

  /** At which of the servers the target is. */
  int serverOf(int target) {
    return target / perServer % count;
  }

  /** The name of the connection to this server; ends in its number. */
  String connection(int server) {
    return name + "-server-" + server;
  }
}
