package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a run ended. */
public enum RunResult {
  @JsonProperty("Succeeded")
  SUCCEEDED(SyncState.SUCCEEDED),
  @JsonProperty("Failed")
  FAILED(SyncState.FAILED),
  @JsonProperty("Cancelled")
  CANCELLED(SyncState.CANCELLED);

  private final SyncState state;

  RunResult(SyncState state) {
    this.state = state;
  }

  /** The state that a sync rests in after a run with this result. */
  public SyncState state() {
    return state;
  }
}
