package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.vendor.Outcome;
import dev.backupsync.vendor.StartPermit;
import dev.backupsync.vendor.SyncBackend;
import java.util.Optional;

/** A backend that can only find, poll and stop a run: it starts nothing. */
record StopOnly(SyncBackend way) implements SyncBackend {
  @Override
  public Outcome locate(Run run) {
    return way.locate(run);
  }

  @Override
  public Outcome start(Run run, StartPermit permit) {
    var error =
        SyncError.of(
            Reason.CONNECTION_NOT_READY.word(), "Nothing starts through a connection that is gone");
    return new Outcome.Deferred(Reason.CONNECTION_NOT_READY, error, Optional.empty());
  }

  @Override
  public Outcome poll(Run run) {
    return way.poll(run);
  }

  @Override
  public Outcome cancel(Run run) {
    return way.cancel(run);
  }
}
