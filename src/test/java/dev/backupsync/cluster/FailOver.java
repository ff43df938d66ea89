package dev.backupsync.cluster;

import dev.backupsync.api.v1alpha1.SyncAnnotations;
import dev.backupsync.api.v1alpha1.SyncState;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One leader that ends while a run of each vendor is in flight, and the replica that goes on. */
public record FailOver(How how, int replicas) {
  /** How a leader ends. */
  public enum How {
    STOPPED,
    KILLED,
    FROZEN
  }

  /**
   * What was seen.
   *
   * @param untilLed until another replica led
   * @param untilServed until it had told the end of both runs
   * @param untilGone until the old leader's process was gone, once it could act
   * @param holders of the lease, one after the other; empty for nobody
   * @param lateWrites that the old leader tried once it could act again
   * @param lateChanges resource versions of the syncs before that, and once it was gone
   * @param starts of each vendor: while the first request was served, and after a second one
   */
  public record Seen(
      Duration untilLed,
      Duration untilServed,
      Duration untilGone,
      OptionalInt exitCode,
      List<String> holders,
      int lateWrites,
      List<List<String>> lateChanges,
      List<Integer> starts,
      List<Integer> startsAfterwards,
      int mostAtOnce) {}

  /** Plays it on a stage of its own. */
  public Seen play() {
    try (var stage = Stage.open();
        var holders = new Holders(stage);
        var all = new Replicas(stage)) {
      var vendors = Stream.of(Vendor.Kind.values()).map(kind -> kind.on(stage)).toList();
      vendors.forEach(vendor -> vendor.outOfOrder(replicas == 2)); // else in order before the run
      vendors.forEach(
          vendor -> {
            vendor.connect();
            vendor.sync();
          });
      IntStream.range(0, replicas).forEach(_ -> all.add());
      all.awaitLeader();
      vendors.forEach(vendor -> vendor.await(SyncState.SYNCHRONIZING));
      return play(stage, holders, all, vendors);
    }
  }

  private Seen play(Stage stage, Holders holders, Replicas all, List<Vendor> vendors) {
    var leader = all.awaitLeader();
    var began = System.nanoTime();
    var exitCode = end(leader);
    var gone = since(began);
    all.awaitLeader(leader);
    var led = since(began);
    vendors.forEach(vendor -> finish(stage, vendor, 1));
    var served = since(began);
    var writes = all.writes(leader);
    var versions = versions(stage, vendors);
    if (how == How.FROZEN) {
      var thawed = System.nanoTime();
      leader.thaw();
      exitCode = OptionalInt.of(leader.awaitExit());
      gone = since(thawed);
    }
    var lateWrites = all.writes(leader) - writes;
    var lateChanges = List.of(versions, versions(stage, vendors));
    var starts = vendors.stream().map(Vendor::starts).toList();
    vendors.forEach(
        vendor -> {
          stage.annotate(vendor.kind(), "sync", SyncAnnotations.REQUESTED_AT, "again");
          stage.await(vendor.kind(), "sync", s -> "again".equals(s.lastHandledRequest()));
          vendor.await(SyncState.SYNCHRONIZING);
          finish(stage, vendor, 2);
        });
    return new Seen(
        led,
        served,
        gone,
        exitCode,
        holders.inOrder(),
        lateWrites,
        lateChanges,
        starts,
        vendors.stream().map(Vendor::starts).toList(),
        vendors.stream().mapToInt(Vendor::mostAtOnce).max().orElse(0));
  }

  private OptionalInt end(OperatorProcess leader) {
    return switch (how) {
      case STOPPED -> OptionalInt.of(leader.terminate());
      case KILLED -> {
        leader.kill();
        yield OptionalInt.of(leader.awaitExit());
      }
      case FROZEN -> {
        leader.freeze();
        yield OptionalInt.empty();
      }
    };
  }

  private static List<String> versions(Stage stage, List<Vendor> vendors) {
    return vendors.stream()
        .map(vendor -> stage.get(vendor.kind(), "sync").getMetadata().getResourceVersion())
        .toList();
  }

  private static void finish(Stage stage, Vendor vendor, int runs) {
    vendor.finish();
    stage.await(vendor.kind(), "sync", s -> s.pastRuns().size() == runs);
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
