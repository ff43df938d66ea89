package dev.backupsync.statemachine;

import dev.backupsync.api.v1alpha1.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Computes the deadline of an attempt: the time of its accepted start plus the timeout of the spec.
 * Time in which the run could not be observed, because the operator was down or the vendor did not
 * answer, does not count.
 */
final class AttemptDeadline {
  private static final Duration SHORTEST_BEAT = Duration.ofMinutes(1);

  private AttemptDeadline() {}

  /** Whether the deadline has passed; a run that cannot be seen has none. */
  static boolean isOverdue(DecisionInput input) {
    var deadline = input.run().deadline();
    return deadline != null && input.now().isAfter(deadline);
  }

  /**
   * When the attempt ends at the latest; empty while no start was sent. A run that cannot be seen
   * is not kept for ever; an operator that was down looks for it for a while before it gives the
   * run up.
   */
  static Optional<Instant> end(DecisionInput input) {
    var unseen = input.run().unseenSince();
    if (unseen == null) {
      return Optional.ofNullable(input.run().deadline());
    }
    var givenUp = unseen.plus(RunSettings.LONGEST_UNSEEN);
    var looked = input.watchingSince().plus(input.settings().grace());
    return Optional.of(givenUp.isAfter(looked) ? givenUp : looked);
  }

  /**
   * The input with the timeout that the spec sets now; marks the run as not seen if no operator
   * process was watching meanwhile.
   */
  static DecisionInput asOfNow(DecisionInput input) {
    if (!input.status().inFlight() || input.run().acceptedTime() == null) {
      return input;
    }
    var run = input.run();
    var seenLast = run.lastSeenTime();
    var away = seenLast != null && input.watchingSince().isAfter(seenLast);
    var noticed = away && run.unseenSince() == null ? run.withUnseenSince(seenLast) : run;
    return with(input, dated(noticed, timeout(input), run.uncounted()));
  }

  /**
   * A start is sent, so it may be accepted from now on. An earlier start of this attempt counts.
   */
  static Run sent(DecisionInput input) {
    var run = input.run();
    return run.acceptedTime() == null ? begun(input) : run;
  }

  /**
   * The vendor accepted the start, or its run was found; if a start was sent earlier, the time
   * counts from that one.
   */
  static DecisionInput accepted(DecisionInput input, boolean found) {
    var known = found && input.run().acceptedTime() != null;
    return known ? input : with(input, begun(input));
  }

  private static Run begun(DecisionInput input) {
    var run = input.run().withAcceptedTime(input.now()).withLastSeenTime(input.now());
    return dated(run.withUnseenSince(null), input.settings().timeout(), 0);
  }

  /** The run cannot be seen from now on. */
  static DecisionInput unseen(DecisionInput input) {
    var run = input.run();
    return run.acceptedTime() == null || run.unseenSince() != null
        ? input
        : with(input, run.withUnseenSince(input.now()));
  }

  /**
   * The vendor shows the run again: the time before does not count. After a long gap the attempt
   * gets at least the grace period, so that it is seen before it is judged.
   */
  static DecisionInput sighted(DecisionInput input) {
    var run = input.run();
    if (run.acceptedTime() == null || run.unseenSince() == null) {
      return input;
    }
    var timeout = timeout(input);
    var gap = Duration.between(run.unseenSince(), input.now());
    var uncounted = run.uncounted() + Math.max(0, gap.toSeconds());
    if (gap.compareTo(input.settings().grace()) >= 0) {
      var end = run.acceptedTime().plus(timeout).plusSeconds(uncounted);
      var earliest = input.now().plus(input.settings().grace());
      uncounted += Math.max(0, Duration.between(end, earliest).toSeconds());
    }
    var bounded = Math.min(uncounted, StatusSanitizer.LONGEST_TIMEOUT.toSeconds());
    var sighted = run.withUnseenSince(null).withLastSeenTime(input.now());
    return with(input, dated(sighted, timeout, bounded));
  }

  /**
   * The run as it is saved after the vendor showed it. The time of that is written together with
   * any news; without news only rarely, so that such a poll costs no write.
   */
  static Run recordSeen(Run run, DecisionInput input, boolean news) {
    var last = run.lastSeenTime();
    var timeout = input.settings().timeout();
    var beat = timeout.dividedBy(20);
    var longer = beat.compareTo(SHORTEST_BEAT) > 0 ? beat : SHORTEST_BEAT;
    var due = last == null || !input.now().isBefore(last.plus(longer));
    return news || due ? run.withLastSeenTime(input.now()) : run;
  }

  /** An invalid spec sets no timeout; the deadline still holds the last valid one. */
  private static Duration timeout(DecisionInput input) {
    var run = input.run();
    if (input.desired().invalid().isEmpty() || run.deadline() == null) {
      return input.settings().timeout();
    }
    var accepted = Objects.requireNonNull(run.acceptedTime());
    return Duration.between(accepted.plusSeconds(run.uncounted()), run.deadline());
  }

  private static Run dated(Run run, Duration timeout, long uncounted) {
    Instant accepted = Objects.requireNonNull(run.acceptedTime());
    return run.withUncountedSeconds(uncounted == 0 ? null : Long.valueOf(uncounted))
        .withDeadline(accepted.plus(timeout).plusSeconds(uncounted));
  }

  private static DecisionInput with(DecisionInput input, Run run) {
    return input.with(input.status().withRun(run));
  }
}
