package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonValue;

/** The values of {@code reason} in a connection's conditions. */
public enum ConnectionReason {
  CONNECTED("Connected"),
  CREDENTIALS_INVALID("CredentialsInvalid"),
  SECRET_NOT_FOUND("SecretNotFound"),
  TLS_UNTRUSTED("TlsUntrusted"),
  UNREACHABLE("Unreachable"),
  ACCESS_DENIED("AccessDenied"),
  UNSUPPORTED_VERSION("UnsupportedVersion"),
  INVALID_SPEC("InvalidSpec");

  private final String word;

  ConnectionReason(String word) {
    this.word = word;
  }

  @JsonValue
  public String word() {
    return word;
  }
}
