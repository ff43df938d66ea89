package dev.backupsync.statemachine;

import dev.backupsync.api.v1alpha1.Defaults;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.RunPolicy;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The settings of one sync's runs, with the defaults applied, and the waits that follow from them.
 * Each wait is a pure function of what status holds, so that it survives a restart.
 *
 * @param timeout of one attempt
 * @param retryLimit further attempts after the first, per trigger
 * @param checkInterval how often to check whether a sync is needed; empty for never
 */
@RecordBuilder
@RecordBuilder.Options(useImmutableCollections = false, addFunctionalMethodsToWith = false)
public record RunSettings(
    RunPolicy runPolicy,
    Duration pollInterval,
    Duration timeout,
    int retryLimit,
    Duration retryInterval,
    Duration retryMaxInterval,
    Optional<Duration> checkInterval)
    implements RunSettingsBuilder.With {

  /** The settings of a spec that sets nothing. */
  public static final RunSettings DEFAULT =
      new RunSettings(
          RunPolicy.ALWAYS,
          Defaults.duration(Defaults.POLL_INTERVAL),
          Defaults.duration(Defaults.TIMEOUT),
          Defaults.RETRY_LIMIT,
          Defaults.duration(Defaults.RETRY_INTERVAL),
          Defaults.duration(Defaults.RETRY_MAX_INTERVAL),
          Optional.empty());

  /**
   * How long after it was permitted a start may be sent. Well below {@link #SHORTEST_DOUBT}: the
   * difference is for the way to the vendor, for the vendor's work, and for clocks that differ.
   */
  static final Duration PERMIT_LIFE = Duration.ofSeconds(5);

  /**
   * Every object is looked at again within this time, even if nothing wakes it. Such a look is no
   * reason to call a vendor: a longer wait before the next call is kept in status.
   */
  public static final Duration LONGEST_REST = Duration.ofMinutes(10);

  /** A run that could not be seen for this long is given up, so that every run ends. */
  static final Duration LONGEST_UNSEEN = Duration.ofDays(7);

  /** The longest wait that a vendor may ask for. */
  private static final Duration LONGEST_PACE = Duration.ofHours(24);

  private static final Duration FIRST_REFUSAL = Duration.ofMinutes(5);
  private static final Duration LONGEST_REFUSAL = Duration.ofMinutes(30);
  private static final Duration SHORTEST_DOUBT = Duration.ofSeconds(10);
  private static final Duration LONGEST_MISS = Duration.ofMinutes(5);
  private static final Duration LONGEST_GRACE = Duration.ofMinutes(10);
  private static final Duration LONGEST_LOOK = Duration.ofMinutes(1);

  /** How often the target of an ended operation is checked before the attempt counts as failed. */
  public static final int CONFIRMATIONS = 5;

  /**
   * The wait that the vendor asks for, else our own. A wait of zero, as from a date in the past, is
   * ignored: the operator would send requests without a pause.
   */
  public static Duration paced(Optional<Duration> asked, Duration own) {
    return asked.filter(Duration::isPositive).orElse(own);
  }

  /** The wait after {@code misses} polls in a row without an answer: doubled, up to 5 minutes. */
  public Duration afterMiss(int misses) {
    return atMost(doubled(pollInterval, misses - 1), longer(LONGEST_MISS, pollInterval));
  }

  /** The wait after this many refusals that only a person can fix: 5 minutes, doubled up to 30. */
  public Duration afterRefusal(int refusals) {
    return longer(atMost(doubled(FIRST_REFUSAL, refusals - 1), LONGEST_REFUSAL), pollInterval);
  }

  /** The wait before the next check of an ended operation's target: doubled, up to a minute. */
  public Duration untilNextConfirmation(int looks) {
    return atMost(doubled(pollInterval, looks - 1), LONGEST_LOOK);
  }

  /**
   * The wait before the attempt after {@code run}: doubled, up to the maximum, and up to a tenth
   * longer, so that runs which failed together are not retried together.
   */
  public Duration beforeRetry(Run run) {
    var wait = atMost(doubled(retryInterval, run.attempt() - 1), retryMaxInterval);
    var tenth = Math.floorMod((run.id() + run.attempt()).hashCode(), 100);
    return wait.plus(wait.dividedBy(1000).multipliedBy(tenth));
  }

  /**
   * The time before which the vendor must not be asked about {@code run}; empty if it may be asked
   * now. A time further ahead than any wait of this spec was written by another clock.
   */
  public Optional<Instant> waitsUntil(Run run, Instant now) {
    var latest = now.plus(longestWait());
    return run.waitsUntil().filter(when -> now.isBefore(when) && !when.isAfter(latest));
  }

  private Duration longestWait() {
    var retry = retryMaxInterval.plus(retryMaxInterval.dividedBy(10));
    return longer(longer(LONGEST_PACE, pollInterval), retry);
  }

  /**
   * How long a run is looked at before it is judged, after a long time in which it was not seen.
   */
  public Duration grace() {
    return atMost(longer(timeout.dividedBy(10), pollInterval.multipliedBy(2)), LONGEST_GRACE);
  }

  /**
   * The time until which a start with an unknown answer may still be on its way, even from a
   * process that others believe dead: two polls. Before, its absence at the vendor permits no new
   * start.
   */
  public Instant arrivesBy(Instant sent) {
    return sent.plus(patience(2));
  }

  /**
   * The same if the vendor cannot say for certain that nothing is in flight: eight polls, at most
   * ten minutes.
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
