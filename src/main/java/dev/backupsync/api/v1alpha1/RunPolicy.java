package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a trigger runs in any case, or only where the vendor says that it is needed. */
public enum RunPolicy {
  @JsonProperty("Always")
  ALWAYS,
  @JsonProperty("IfNeeded")
  IF_NEEDED
}
