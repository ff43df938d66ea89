package dev.backupsync.statemachine;

import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.vendor.Progress;
import java.time.Duration;

/**
 * Decides when the progress of a run is written to status: at most every 10 seconds, or every two
 * polls if that is shorter. If it changed by less than ten points, six times more rarely. Each such
 * write costs the API server as much as a start does.
 */
final class ProgressBudget {
  private static final int STEP = 10;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final int PAUSES_OF_A_SMALL_STEP = 6;

  private ProgressBudget() {}

  /** {@code status} with the progress, if that is due or if there is other news to write. */
  static SyncStatus spend(SyncStatus status, DecisionInput input, Progress progress) {
    var otherNews = !status.equals(input.status());
    if (!otherNews && !isDue(input, progress)) {
      return status;
    }
    var percent = progress.percent();
    return status
        .withProgressPercent(percent.isPresent() ? Integer.valueOf(percent.getAsInt()) : null)
        .withVendorState(progress.vendorState().orElse(status.vendorState()));
  }

  private static boolean isDue(DecisionInput input, Progress progress) {
    var last = input.run().lastSeenTime();
    var twoPolls = input.settings().pollInterval().multipliedBy(2);
    var pause = twoPolls.compareTo(LONGEST_PAUSE) < 0 ? twoPolls : LONGEST_PAUSE;
    var needed = isSmall(input.status(), progress) ? PAUSES_OF_A_SMALL_STEP : 1;
    return last == null || !input.now().isBefore(last.plus(pause.multipliedBy(needed)));
  }

  /** A new word of the vendor, a first percentage, and one that is no longer told are large. */
  private static boolean isSmall(SyncStatus written, Progress progress) {
    var before = written.progressPercent();
    var word = progress.vendorState();
    var sameWord = word.isEmpty() || word.get().equals(written.vendorState());
    return sameWord
        && before != null
        && progress.percent().isPresent()
        && Math.abs(progress.percent().getAsInt() - before) < STEP;
  }
}
