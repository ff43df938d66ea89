package dev.backupsync.azure;

import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.api.v1alpha1.SyncError;

/** What came of asking for the proof of a ServiceAccount. */
public sealed interface Assertion {

  /** A token that says who we are. */
  record Given(String token) implements Assertion {
    @Override
    public String toString() {
      return "Given[***]";
    }
  }

  /** There is none, so Entra is not asked. */
  record Withheld(ConnectionReason reason, SyncError error) implements Assertion {}
}
