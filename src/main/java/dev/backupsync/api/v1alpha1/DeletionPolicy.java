package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What happens to a run in flight when its object is deleted. */
public enum DeletionPolicy {
  @JsonProperty("Orphan")
  ORPHAN,
  @JsonProperty("Cancel")
  CANCEL
}
