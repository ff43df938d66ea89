package dev.backupsync.operation;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.vendor.SyncBackend;
import java.util.Optional;

/** Whether the vendor behind a sync may be called now. */
public sealed interface Gate {

  /** Yes, through this. */
  record Open(SyncBackend backend) implements Gate {}

  /** No, and why; whoever opens it wakes the syncs that wait. */
  record Closed(Reason reason, String message) implements Gate {
    /** The message where it tells of trouble; empty where others only come first. */
    Optional<String> trouble() {
      return Optional.of(message).filter(_ -> !reason.waitsForPlace());
    }
  }

  /** Nobody has looked yet: a moment after the operator's start. */
  record Unknown() implements Gate {}
}
