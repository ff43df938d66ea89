package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which Azure it is. */
public enum AzureCloud {
  @JsonProperty("Public")
  PUBLIC,
  @JsonProperty("USGovernment")
  US_GOVERNMENT,
  @JsonProperty("China")
  CHINA,
  @JsonProperty("Custom")
  CUSTOM
}
