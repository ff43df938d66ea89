package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The Azure cloud: one of Microsoft's, or a custom one. */
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
