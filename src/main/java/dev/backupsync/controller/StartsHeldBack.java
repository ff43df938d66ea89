package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.vendor.Outcome;
import dev.backupsync.vendor.StartPermit;
import dev.backupsync.vendor.SyncBackend;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A backend that does everything except starts, as long as there is a reason against them. The
 * reason is checked at the last moment, after the permit was saved, because that write itself may
 * have revealed it.
 *
 * @param against why nothing may be started; empty if there is no reason
 */
record StartsHeldBack(SyncBackend vendor, Supplier<Optional<String>> against)
    implements SyncBackend {
  /** The wait until the next attempt; the vendor is not called meanwhile. */
  private static final Duration WAIT = Duration.ofSeconds(30);

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
    return against
        .get()
        .<Outcome>map(
            why ->
                new Outcome.Deferred(
                    Reason.START_REFUSED, SyncError.of("CrdTooOld", why), Optional.of(WAIT)))
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
