package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.vendor.Outcome;
import dev.backupsync.vendor.StartPermit;
import dev.backupsync.vendor.SyncBackend;
import java.util.Set;

/**
 * Passes all calls on to the vendor, but withholds starts while a {@link StartBlock} says so. That
 * is checked at the last moment, after the permit was saved, because that write itself may have
 * revealed the cause.
 */
record StartBlockingBackend(SyncBackend vendor, StartBlock block) implements SyncBackend {
  @Override
  public Set<Target> aliases(Target target) {
    return vendor.aliases(target);
  }

  @Override
  public Outcome locate(Run run) {
    return vendor.locate(run);
  }

  @Override
  public Outcome check(Run run) {
    return vendor.check(run);
  }

  @Override
  public Outcome start(Run run, StartPermit permit) {
    return block
        .now()
        .<Outcome>map(deferred -> deferred)
        .orElseGet(() -> vendor.start(run, permit));
  }

  @Override
  public Outcome poll(Run run) {
    return vendor.poll(run);
  }

  @Override
  public Outcome cancel(Run run) {
    return vendor.cancel(run);
  }
}
