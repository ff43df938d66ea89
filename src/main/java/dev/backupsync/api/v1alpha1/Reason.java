package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The values of {@code reason} in a sync's status and conditions. The words are part of the API.
 */
public enum Reason {
  QUEUED("Queued"),
  TARGET_BUSY("TargetBusy"),
  CONNECTION_BUSY("ConnectionBusy"),
  CONNECTION_NOT_READY("ConnectionNotReady"),
  STARTING("Starting"),
  PROGRESSING("Progressing"),
  PROGRESSING_WITH_RETRY("ProgressingWithRetry"),
  THROTTLED("Throttled"),
  SYNCHRONIZED("Synchronized"),
  ALREADY_IN_SYNC("AlreadyInSync"),
  SYNC_FAILED("SyncFailed"),
  START_REFUSED("StartRefused"),
  STILL_OUT_OF_SYNC("StillOutOfSync"),
  NOT_CONVERGED("NotConverged"),
  DEADLINE_EXCEEDED("DeadlineExceeded"),
  RETRIES_EXHAUSTED("RetriesExhausted"),
  SESSION_LOST("SessionLost"),
  CANCELLED("Cancelled"),
  CANCEL_UNSUPPORTED("CancelUnsupported"),
  TARGET_NOT_FOUND("TargetNotFound"),
  AMBIGUOUS_TARGET("AmbiguousTarget"),
  ACCESS_DENIED("AccessDenied"),
  CONNECTION_NOT_FOUND("ConnectionNotFound"),
  CONNECTION_NOT_ALLOWED("ConnectionNotAllowed"),
  INVALID_SPEC("InvalidSpec"),
  SUSPENDED("Suspended");

  private final String word;

  Reason(String word) {
    this.word = word;
  }

  /** The reason with that word; empty if only a newer release knows it. */
  static Optional<Reason> of(@Nullable String word) {
    return Arrays.stream(values()).filter(reason -> reason.word.equals(word)).findFirst();
  }

  /** Whether the sync only waits for a free place, and nothing is wrong. */
  public boolean waitsForPlace() {
    return this == TARGET_BUSY || this == CONNECTION_BUSY;
  }

  @JsonValue
  public String word() {
    return word;
  }
}
