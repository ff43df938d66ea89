package dev.backupsync.vendor;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncError;

/** The vendor's answer to whether a target needs a sync: yes, no, or not visible. */
public sealed interface Need {

  /** Out of sync, or not protected. */
  record Needed() implements Need {}

  /** In order. */
  record NotNeeded() implements Need {}

  /** The vendor does not let us see the target's state, for this reason. */
  record NotVisible(Reason reason, SyncError why) implements Need {}

  static Need of(boolean needed) {
    return needed ? new Needed() : new NotNeeded();
  }
}
