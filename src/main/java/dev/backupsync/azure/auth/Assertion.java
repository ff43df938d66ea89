package dev.backupsync.azure.auth;

import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.api.v1alpha1.SyncError;

/** The result of asking for a ServiceAccount's token. */
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
