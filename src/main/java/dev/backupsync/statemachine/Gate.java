package dev.backupsync.statemachine;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.vendor.SyncBackend;
import java.util.Optional;

/** The answer to the question whether a sync may call its vendor now: yes, no, or not known yet. */
public sealed interface Gate {

  /** Yes, through this. */
  record Open(SyncBackend backend) implements Gate {}

  /** No, and why; whatever opens the gate wakes the syncs that wait. */
  record Closed(Reason reason, String message) implements Gate {
    /** The message if it reports trouble; empty if the sync only waits for its turn. */
    Optional<String> trouble() {
      return Optional.of(message).filter(_ -> !reason.waitsForPlace());
    }
  }

  /** Not known yet: the operator has just started and not probed the connection. */
  record Unknown() implements Gate {}
}
