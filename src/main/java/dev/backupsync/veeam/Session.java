package dev.backupsync.veeam;

import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.StatusBudget;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.vendor.Progress;
import dev.backupsync.vendor.Progress.Activity;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A synchronization session as the server shows it. Every field may be missing, and there is no
 * state for success.
 *
 * @param id plain
 * @param percent 0 to 100
 * @param error one line without secrets
 */
record Session(
    Optional<String> id,
    Optional<String> repositoryId,
    Optional<String> state,
    OptionalInt percent,
    Optional<String> error) {

  /** The phase of a session. */
  enum Phase {
    /** At work, or in an unknown state: in progress, never success. */
    WORKING,
    /** Not at work: still queued, or over. */
    IDLE,
    /** Complete, by its percentage. */
    COMPLETE,
    FAILED
  }

  static final Comparator<Session> WORKING_FIRST =
      Comparator.comparing(session -> !session.working());

  Phase phase() {
    var word = state.orElse("");
    if (word.equalsIgnoreCase("Failed")) {
      return Phase.FAILED;
    }
    var none = word.equalsIgnoreCase("None");
    if (percent.orElse(0) == 100
        && (none || word.isEmpty() || word.equalsIgnoreCase("Synchronizing"))) {
      return Phase.COMPLETE;
    }
    return none ? Phase.IDLE : Phase.WORKING;
  }

  boolean working() {
    return phase() == Phase.WORKING;
  }

  /**
   * Whether the run found this session before its own start. If it found more sessions than it can
   * remember, it takes no ended session as its own.
   */
  boolean bystanderOf(Run run) {
    var known = run.bystanders();
    var forgetful = known != null && known.size() >= StatusBudget.BYSTANDERS;
    return id.filter(run::isBystander).isPresent() || (forgetful && !working());
  }

  /**
   * The session of a repository that may be queued, and then occupies it: the only one that is not
   * at work and not known as past. If there are several, at least most of them are over, because a
   * repository has one at a time: such a server keeps ended sessions, and its idle sessions mean
   * nothing.
   */
  static Optional<Session> queued(Run run, List<Session> ofRepository) {
    var idle =
        ofRepository.stream()
            .filter(session -> session.phase() == Phase.IDLE)
            .filter(session -> session.id().isPresent() && !session.bystanderOf(run))
            .toList();
    return idle.size() == 1 ? Optional.of(idle.getFirst()) : Optional.empty();
  }

  /** The error that the server reports. */
  SyncError failure() {
    return SyncError.of(
        Reason.SYNC_FAILED.word(),
        error.orElse("The server says that the synchronization failed, and not why"),
        "Check the repository and its object storage in Veeam's console.");
  }

  /** With this session as the run's handle, even if it has no id. */
  Progress adopted() {
    return progress(
        Optional.of(id.map(known -> new Operation(known, null)).orElse(Operation.UNNAMED)));
  }

  /** For a run whose handle is known. */
  Progress followed() {
    return progress(Optional.empty());
  }

  private Progress progress(Optional<Operation> handle) {
    return new Progress(handle, percent, state, activity(), Optional.empty());
  }

  private Activity activity() {
    return switch (phase()) {
      case WORKING -> Activity.WORKING;
      case IDLE -> Activity.QUEUED;
      case COMPLETE, FAILED -> Activity.NOT_SHOWN;
    };
  }
}
