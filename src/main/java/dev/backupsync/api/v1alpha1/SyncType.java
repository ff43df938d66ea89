package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Azure's {@code syncType}: sync only after a failure, or always. */
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
