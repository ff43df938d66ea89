package dev.backupsync.azure.auth;

import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.api.v1alpha1.SyncError;

/** A ServiceAccount's token with which a connection logs in at Entra, or why there is none. */
public sealed interface Assertion {

  /** A token that proves our identity. */
  record Given(String token) implements Assertion {
    @Override
    public String toString() {
      return "Given[***]";
    }
  }

  /** There is none, so Entra is not called. */
  record Withheld(ConnectionReason reason, SyncError error) implements Assertion {}
}
