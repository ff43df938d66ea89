package dev.backupsync.operation;

import dev.backupsync.api.v1alpha1.Defaults;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.RunPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How patient the operator is with one sync. Every wait is a pure function of what status holds, so
 * that it survives a restart.
 *
 * @param timeout of one attempt
 * @param retryLimit further attempts after the first, per trigger
 * @param checkInterval how often to look whether a sync is needed; empty for never
 */
public record Policy(
    RunPolicy runPolicy,
    Duration pollInterval,
    Duration timeout,
    int retryLimit,
    Duration retryInterval,
    Duration retryMaxInterval,
    Optional<Duration> checkInterval) {

  /** What a spec gets that says nothing. */
  public static final Policy DEFAULT =
      new Policy(
          RunPolicy.ALWAYS,
          Defaults.duration(Defaults.POLL_INTERVAL),
          Defaults.duration(Defaults.TIMEOUT),
          Defaults.RETRY_LIMIT,
          Defaults.duration(Defaults.RETRY_INTERVAL),
          Defaults.duration(Defaults.RETRY_MAX_INTERVAL),
          Optional.empty());

  /**
   * How long after it was licensed a start may be sent. Well below {@link #SHORTEST_DOUBT}: what
   * lies between is for the way to the vendor, for its work, and for clocks that differ.
   */
  static final Duration LICENCE = Duration.ofSeconds(5);

  /**
   * Every object is looked at again within this time, even if nothing wakes it. A look of that kind
   * is no reason to call a vendor: a longer wait for one is kept in status.
   */
  public static final Duration LONGEST_REST = Duration.ofMinutes(10);

  /** A run that could not be looked at for so long is given up: every run ends. */
  static final Duration LONGEST_BLIND = Duration.ofDays(7);

  /** No vendor may have us wait longer. */
  private static final Duration LONGEST_PACE = Duration.ofHours(24);

  private static final Duration FIRST_REFUSAL = Duration.ofMinutes(5);
  private static final Duration LONGEST_REFUSAL = Duration.ofMinutes(30);
  private static final Duration SHORTEST_DOUBT = Duration.ofSeconds(10);
  private static final Duration LONGEST_MISS = Duration.ofMinutes(5);
  private static final Duration LONGEST_GRACE = Duration.ofMinutes(10);
  private static final Duration LONGEST_LOOK = Duration.ofMinutes(1);

  /** Progress by so many points is told at once, smaller progress after {@link #PROGRESS_PAUSE}. */
  public static final int PROGRESS_STEP = 10;

  /** Between two writes that tell of small progress. */
  public static final Duration PROGRESS_PAUSE = Duration.ofSeconds(10);

  /** How often an ended operation's target is looked at before the attempt counts as failed. */
  public static final int CONFIRMATIONS = 5;

  /**
   * The wait that the vendor asks for, else our own. A wait of nothing, as of a date gone by, asks
   * for nothing: followed for ever, it would hammer.
   */
  public static Duration paced(Optional<Duration> asked, Duration own) {
    return asked.filter(Duration::isPositive).orElse(own);
  }

  /** The wait after {@code misses} polls in a row that taught nothing: doubled, up to 5 minutes. */
  public Duration afterMiss(int misses) {
    return atMost(doubled(pollInterval, misses - 1), longer(LONGEST_MISS, pollInterval));
  }

  /** The wait after so many refusals that only a person can mend: 5 minutes, doubled up to 30. */
  public Duration afterRefusal(int refusals) {
    return longer(atMost(doubled(FIRST_REFUSAL, refusals - 1), LONGEST_REFUSAL), pollInterval);
  }

  /** The wait before the next look at an ended operation's target: doubled, up to a minute. */
  public Duration untilLook(int looks) {
    return atMost(doubled(pollInterval, looks - 1), LONGEST_LOOK);
  }

  /**
   * The wait before the attempt after {@code run}: doubled, up to the maximum, and up to a tenth
   * longer, so that what failed together does not come back together.
   */
  public Duration beforeRetry(Run run) {
    var wait = atMost(doubled(retryInterval, run.attempt() - 1), retryMaxInterval);
    var tenth = Math.floorMod((run.id() + run.attempt()).hashCode(), 100);
    return wait.plus(wait.dividedBy(1000).multipliedBy(tenth));
  }

  /**
   * Until when the vendor is not asked about {@code run}; empty where it may be asked. A time
   * further ahead than any wait that this spec asks for was written by another clock.
   */
  public Optional<Instant> waitsUntil(Run run, Instant now) {
    var latest = now.plus(longestWait());
    return run.waitsUntil().filter(when -> now.isBefore(when) && !when.isAfter(latest));
  }

  private Duration longestWait() {
    var retry = retryMaxInterval.plus(retryMaxInterval.dividedBy(10));
    return longer(longer(LONGEST_PACE, pollInterval), retry);
  }

  /** How long a run is looked at, after a long time in which nobody could, before it is judged. */
  public Duration grace() {
    return atMost(longer(timeout.dividedBy(10), pollInterval.multipliedBy(2)), LONGEST_GRACE);
  }

  /**
   * How long a start whose answer is not known may be on its way, also from a process that others
   * believe dead: two polls. Before, its absence at the vendor licenses no other one.
   */
  public Instant arrivesBy(Instant sent) {
    return sent.plus(patience(2));
  }

  /**
   * The same where the vendor cannot tell for certain that nothing is in flight: eight polls, at
   * most ten minutes.
   */
  public Instant doubtEnds(Instant sent) {
    return sent.plus(patience(8));
  }

  private Duration patience(int polls) {
    return longer(atMost(pollInterval.multipliedBy(polls), LONGEST_GRACE), SHORTEST_DOUBT);
  }

  private static Duration doubled(Duration base, int times) {
    return base.multipliedBy(1L << Math.clamp(times, 0, 20));
  }

  private static Duration atMost(Duration wait, Duration limit) {
    return wait.compareTo(limit) < 0 ? wait : limit;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
