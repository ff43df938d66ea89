package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonValue;

/** The versions of Veeam's REST API that the operator supports, oldest first. */
public enum VeeamApiVersion {
  V6("v6"),
  V7("v7"),
  V8("v8");

  private final String word;

  VeeamApiVersion(String word) {
    this.word = word;
  }

  /** The version in paths. */
  @JsonValue
  public String word() {
    return word;
  }
}
