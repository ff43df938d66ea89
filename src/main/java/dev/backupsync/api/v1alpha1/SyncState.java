package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a sync stands; what {@code kubectl get} shows first. */
public enum SyncState {
  /** Nothing was decided yet, or nothing may be: see the reason. */
  @JsonProperty("Pending")
  PENDING,
  /** A run is wanted and waits: for its connection, for its target, for a free place. */
  @JsonProperty("Queued")
  QUEUED,
  /** The wish to start is recorded; the vendor is being asked. */
  @JsonProperty("Starting")
  STARTING,
  /** The vendor runs it and is followed. */
  @JsonProperty("Synchronizing")
  SYNCHRONIZING,
  @JsonProperty("Succeeded")
  SUCCEEDED,
  @JsonProperty("Failed")
  FAILED,
  @JsonProperty("Cancelled")
  CANCELLED;

  /** Whether something may be under way at the vendor in this state. */
  public boolean inFlight() {
    return this == STARTING || this == SYNCHRONIZING;
  }
}
