package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What asks for a run. */
public enum TriggerType {
  /** The object was seen for the first time. */
  @JsonProperty("Created")
  CREATED,
  /** Its connection, repository, instance or sync type changed. */
  @JsonProperty("TargetChanged")
  TARGET_CHANGED,
  /** A new value of {@link SyncAnnotations#REQUESTED_AT}. */
  @JsonProperty("Requested")
  REQUESTED,
  /** A slot of the schedule. */
  @JsonProperty("Scheduled")
  SCHEDULED,
  /** A check found the target in need. */
  @JsonProperty("Drift")
  DRIFT
}
