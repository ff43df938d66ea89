package dev.backupsync.api.v1alpha1;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a run ended. */
public enum RunResult {
  SUCCEEDED("Succeeded", SyncState.SUCCEEDED),
  FAILED("Failed", SyncState.FAILED),
  CANCELLED("Cancelled", SyncState.CANCELLED);

  private final String word;
  private final SyncState state;

  RunResult(String word, SyncState state) {
    this.word = word;
    this.state = state;
  }

  /** The word in status. */
  public String word() {
    return word;
  }

  /** The state of a sync after a run with this result. */
  public SyncState state() {
    return state;
  }

  /** The result with that word; empty if only a newer release knows it. */
  static Optional<RunResult> of(@Nullable String word) {
    return Arrays.stream(values()).filter(result -> result.word.equals(word)).findFirst();
  }
}
