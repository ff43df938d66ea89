package dev.backupsync.operation;

import dev.backupsync.api.v1alpha1.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Reckons the time of an attempt: it begins with the accepted start, follows the spec's timeout,
 * and leaves out the time in which nobody could look, because the operator was away or the vendor
 * did not answer.
 */
final class AttemptTime {
  private static final Duration SHORTEST_BEAT = Duration.ofMinutes(1);

  private AttemptTime() {}

  /** With the timeout that the spec asks for now, and not seen where nobody watched meanwhile. */
  static Observed asOfNow(Observed seen) {
    if (!seen.status().inFlight() || seen.run().acceptedTime() == null) {
      return seen;
    }
    var run = seen.run();
    var seenLast = run.lastSeenTime();
    var away = seenLast != null && seen.watchingSince().isAfter(seenLast);
    var noticed = away && run.unseenSince() == null ? run.withUnseenSince(seenLast) : run;
    return with(seen, dated(noticed, timeout(seen), run.uncounted()));
  }

  /** A start goes out: it may be accepted from now on. An earlier one of the attempt counts. */
  static Run sent(Observed seen) {
    var run = seen.run();
    return run.acceptedTime() == null ? begun(seen) : run;
  }

  /** The vendor accepted the start, or its run was found; what was sent before began before. */
  static Observed accepted(Observed seen, boolean found) {
    var known = found && seen.run().acceptedTime() != null;
    return known ? seen : with(seen, begun(seen));
  }

  private static Run begun(Observed seen) {
    var run = seen.run().withAcceptedTime(seen.now()).withLastSeenTime(seen.now());
    return dated(run.withUnseenSince(null), seen.policy().timeout(), 0);
  }

  /** Nobody can look from now on. */
  static Observed unseen(Observed seen) {
    var run = seen.run();
    return run.acceptedTime() == null || run.unseenSince() != null
        ? seen
        : with(seen, run.withUnseenSince(seen.now()));
  }

  /**
   * The vendor told of it again: the time before does not count, and after a long one the attempt
   * has at least the grace, so that it is seen before it is judged.
   */
  static Observed sighted(Observed seen) {
    var run = seen.run();
    if (run.acceptedTime() == null || run.unseenSince() == null) {
      return seen;
    }
    var timeout = timeout(seen);
    var blind = Duration.between(run.unseenSince(), seen.now());
    var uncounted = run.uncounted() + Math.max(0, blind.toSeconds());
    if (blind.compareTo(seen.policy().grace()) >= 0) {
      var end = run.acceptedTime().plus(timeout).plusSeconds(uncounted);
      var earliest = seen.now().plus(seen.policy().grace());
      uncounted += Math.max(0, Duration.between(end, earliest).toSeconds());
    }
    var bounded = Math.min(uncounted, Plausible.LONGEST_TIMEOUT.toSeconds());
    var sighted = run.withUnseenSince(null).withLastSeenTime(seen.now());
    return with(seen, dated(sighted, timeout, bounded));
  }

  /**
   * The run as it is saved after the vendor told of it: when that was goes along with any news, and
   * is else written so rarely that a poll without news costs no write.
   */
  static Run told(Run run, Observed seen, boolean news) {
    var last = run.lastSeenTime();
    var timeout = seen.policy().timeout();
    var beat = timeout.dividedBy(20);
    var longer = beat.compareTo(SHORTEST_BEAT) > 0 ? beat : SHORTEST_BEAT;
    var due = last == null || !seen.now().isBefore(last.plus(longer));
    return news || due ? run.withLastSeenTime(seen.now()) : run;
  }

  /** A spec that cannot be read asks for nothing: what it asked for last is in the deadline. */
  private static Duration timeout(Observed seen) {
    var run = seen.run();
    if (seen.wish().invalid().isEmpty() || run.deadline() == null) {
      return seen.policy().timeout();
    }
    var accepted = Objects.requireNonNull(run.acceptedTime());
    return Duration.between(accepted.plusSeconds(run.uncounted()), run.deadline());
  }

  private static Run dated(Run run, Duration timeout, long uncounted) {
    Instant accepted = Objects.requireNonNull(run.acceptedTime());
    return run.withUncountedSeconds(uncounted == 0 ? null : Long.valueOf(uncounted))
        .withDeadline(accepted.plus(timeout).plusSeconds(uncounted));
  }

  private static Observed with(Observed seen, Run run) {
    return seen.with(seen.status().withRun(run));
  }
}
