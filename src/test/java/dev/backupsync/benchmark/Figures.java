package dev.backupsync.benchmark;

import java.util.Map;

/**
 * What one contestant did with one workload. Seconds count from the start of its process, memory is
 * in MiB.
 *
 * @param done how many syncs it brought to their end within the patience
 * @param starts how many starts the vendor accepted for them
 */
record Figures(
    Contestant contestant,
    SyncKind kind,
    int syncs,
    int round,
    int done,
    int starts,
    Speed speed,
    Cost cost,
    Calls calls,
    Late late,
    Rest rest,
    Around around) {

  /**
   * How fast.
   *
   * @param startsPerSecond between the first and the last start
   */
  record Speed(
      double ready,
      double firstStart,
      double lastStart,
      double startsPerSecond,
      double lastReady,
      Spread endToReady) {}

  /**
   * CPU and memory.
   *
   * @param cpuReady what its start had cost when it was ready
   */
  record Cost(double cpuSeconds, double cpuReady, double residentReady, double residentPeak) {}

  /** What was asked for the runs, in all; the maps tell it by kind of call. */
  record Calls(
      long statusWrites,
      long events,
      long writes,
      long reads,
      int vendorCalls,
      Map<String, Long> api,
      Map<String, Integer> vendor) {}

  /** Syncs that were applied one by one when all was quiet. */
  record Late(Spread applyToStart, Spread endToReady) {}

  /**
   * A restart over all those syncs, which want nothing any more.
   *
   * @param cpuSettled what the start had cost once it was quiet
   * @param percentOfCore from then on
   */
  record Rest(
      double ready,
      double cpuSettled,
      double percentOfCore,
      double resident,
      long writes,
      long reads,
      int vendorCalls) {
    static final Rest NONE = new Rest(Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0, 0, 0);
  }

  /**
   * Those who serve it.
   *
   * @param hungCalls to the vendor that hangs
   */
  record Around(
      double apiServerCpu, double vendorCpu, double vendorStartsPerSecond, int hungCalls) {}

  Figures with(Rest observed) {
    return new Figures(
        contestant, kind, syncs, round, done, starts, speed, cost, calls, late, observed, around);
  }

  double perSync(long all) {
    return perSync((double) all);
  }

  double perSync(double all) {
    return all / syncs;
  }
}
