package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** The state of a sync; the first column of {@code kubectl get}. */
public enum SyncState {
  /** Nothing was decided yet, or nothing can be: see the reason. */
  @JsonProperty("Pending")
  PENDING,
  /** A run is wanted and waits: for its connection, for its target, for a free place. */
  @JsonProperty("Queued")
  QUEUED,
  /** The decision to start is saved; the vendor is being called. */
  @JsonProperty("Starting")
  STARTING,
  /** The vendor runs it, and the operator polls it. */
  @JsonProperty("Synchronizing")
  SYNCHRONIZING,
  @JsonProperty("Succeeded")
  SUCCEEDED,
  @JsonProperty("Failed")
  FAILED,
  @JsonProperty("Cancelled")
  CANCELLED;

  /** The word in status. */
  public String word() {
    return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
  }

  /** Whether an operation may be running at the vendor in this state. */
  public boolean inFlight() {
    return this == STARTING || this == SYNCHRONIZING;
  }
}
