package dev.backupsync.benchmark;

import dev.backupsync.benchmark.Figures.Speed;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * When what happened to the syncs of a trial, by clocks that do not belong to whom is measured.
 *
 * @param starts what the vendor accepted
 * @param succeeded when each sync was seen to be Ready, by its name
 */
record Timeline(Workload work, List<Vendors.Start> starts, Map<String, Long> succeeded) {

  /**
   * How fast a process was.
   *
   * @param origin when it was started
   */
  Speed speed(long origin, double ready) {
    var sorted = starts.stream().mapToLong(Vendors.Start::acceptedMillis).sorted().toArray();
    var first = seconds(origin, LongStream.of(sorted).min());
    var last = seconds(origin, LongStream.of(sorted).max());
    var servers = work.servers();
    var end =
        IntStream.range(0, servers.targets())
            .mapToObj(servers::sync)
            .filter(succeeded::containsKey)
            .mapToLong(succeeded::get)
            .max();
    return new Speed(
        ready, first, last, sorted.length / (last - first), seconds(origin, end), endToReady(0));
  }

  private static double seconds(long from, OptionalLong to) {
    return to.isPresent() ? (to.getAsLong() - from) / 1e3 : Double.NaN;
  }

  /** From the vendor's end of a run to the moment at which everybody can see it. */
  Spread endToReady(int from) {
    var accepted = accepted();
    var servers = work.servers();
    return Spread.of(
        IntStream.range(from, servers.targets())
            .mapToObj(servers::sync)
            .filter(succeeded::containsKey)
            .map(
                sync ->
                    (succeeded.get(sync)
                            - accepted.get(work.kind().target(sync))
                            - work.session().toMillis())
                        / 1e3)
            .toList());
  }

  /**
   * From the moment at which a sync was applied to its start.
   *
   * @param applied when the late ones were applied, one after the other
   */
  Spread applyToStart(List<Long> applied) {
    var accepted = accepted();
    return Spread.of(
        IntStream.range(0, applied.size())
            .filter(i -> accepted.containsKey(lateTarget(i)))
            .mapToObj(i -> (accepted.get(lateTarget(i)) - applied.get(i)) / 1e3)
            .toList());
  }

  private String lateTarget(int number) {
    return work.kind().target(work.servers().sync(work.syncs() + number));
  }

  private Map<String, Long> accepted() {
    return starts.stream()
        .collect(Collectors.toMap(Vendors.Start::target, Vendors.Start::acceptedMillis, Math::min));
  }
}
