package dev.backupsync.statemachine;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.vendor.Outcome;
import dev.backupsync.vendor.StartPermit;
import dev.backupsync.vendor.SyncBackend;

/**
 * The vendor behind an open gate in tests of what only decides and never calls; each is told from
 * the others by being itself.
 */
public final class UncalledVendor implements SyncBackend {
  @Override
  public Outcome locate(Run run) {
    throw new AssertionError("The vendor was called");
  }

  @Override
  public Outcome start(Run run, StartPermit permit) {
    throw new AssertionError("The vendor was called");
  }

  @Override
  public Outcome poll(Run run) {
    throw new AssertionError("The vendor was called");
  }

  @Override
  public Outcome cancel(Run run) {
    throw new AssertionError("The vendor was called");
  }
}
