package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a trigger always runs, or only if the vendor says that a sync is needed. */
public enum RunPolicy {
  @JsonProperty("Always")
  ALWAYS,
  @JsonProperty("IfNeeded")
  IF_NEEDED
}
