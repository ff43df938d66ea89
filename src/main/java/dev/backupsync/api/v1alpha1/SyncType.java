package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Azure's {@code syncType}: only after a failure, or in all cases. */
public enum SyncType {
  @JsonProperty("Default")
  DEFAULT("Default"),
  @JsonProperty("ForceResync")
  FORCE_RESYNC("ForceResync");

  private final String word;

  SyncType(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
