package dev.backupsync.cluster;

import static dev.backupsync.cluster.Victim.DONE;
import static dev.backupsync.cluster.Victim.NOT_DONE;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.simulator.Fault;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The moments of a run between which a crash makes a difference: each names what is held, and
 * whether it was done before.
 */
@SuppressWarnings("ImmutableEnumChecker") // its consumers hold nothing
public enum Boundary {
  IN_THE_LOOK(victim -> victim.holdCall(victim.vendor().lookAtTarget(), NOT_DONE)),
  BEFORE_THE_LICENCE_IS_SAVED(victim -> victim.holdStatus("\"sentTime\":\"", NOT_DONE)),
  AFTER_THE_LICENCE_IS_SAVED(
      victim -> {
        victim.holdStatus("\"sentTime\":\"", DONE);
        victim.until(status -> status.knownRun().filter(Run::inDoubt).isPresent());
      }),
  AFTER_A_POST_THAT_GETS_LOST(victim -> victim.holdCall(victim.vendor().start(), NOT_DONE)),
  AFTER_A_POST_THAT_ARRIVES_LATE(
      victim -> victim.holdCall(victim.vendor().start(), new Fault.Late(Duration.ofSeconds(7)))),
  AFTER_THE_VENDOR_ACCEPTED(
      victim -> {
        victim.holdCall(victim.vendor().start(), DONE);
        victim.untilStarts(1);
      }),
  BEFORE_THE_HANDLE_IS_SAVED(victim -> victim.holdStatus("\"operation\":{", NOT_DONE)),
  AFTER_THE_HANDLE_IS_SAVED(
      victim -> {
        victim.holdStatus("\"operation\":{", DONE);
        victim.until(status -> status.knownRun().flatMap(Run::knownOperation).isPresent());
      }),
  IN_A_POLL(_ -> {}, victim -> victim.holdCall(victim.vendor().poll(victim.running()), NOT_DONE)),
  BEFORE_THE_END_IS_SAVED(victim -> victim.holdStatus("\"lastRun\":{", NOT_DONE), Boundary::finish),
  AFTER_THE_END_IS_SAVED(
      victim -> {
        victim.holdStatus("\"lastRun\":{", DONE);
        victim.until(status -> status.knownLastRun().isPresent());
      },
      Boundary::finish),
  IN_A_RETRY(
      _ -> {},
      victim -> {
        victim.running();
        victim.holdCall(victim.vendor().start(), DONE);
        victim.untilStarts(2);
        victim.vendor().fail("Disk is full");
      }),
  IN_A_CANCEL(
      _ -> {},
      victim -> {
        holdStop(victim, NOT_DONE);
        victim.cancel();
      }),
  AFTER_A_CANCEL(
      _ -> {},
      victim -> {
        holdStop(victim, DONE);
        victim.cancel();
      }),
  IN_THE_FINALIZER(
      _ -> {},
      victim -> {
        holdStop(victim, NOT_DONE);
        victim.delete();
      }),
  BEFORE_THE_FINALIZER_IS_REMOVED(
      _ -> {},
      victim -> {
        victim.running();
        victim.holdObject(NOT_DONE);
        victim.delete();
      });

  private final Consumer<Victim> arm;
  private final Consumer<Victim> lead;

  Boundary(Consumer<Victim> arm) {
    this(arm, _ -> {});
  }

  Boundary(Consumer<Victim> arm, Consumer<Victim> lead) {
    this.arm = arm;
    this.lead = lead;
  }

  /** Before the operator starts. */
  public void arm(Victim victim) {
    arm.accept(victim);
  }

  /** Once it runs; returns when the sync stands at the boundary. */
  public void lead(Victim victim) {
    lead.accept(victim);
    victim.awaitHeld();
  }

  private static void finish(Victim victim) {
    victim.running();
    victim.finish();
  }

  /** Azure cannot stop a run; there the moment is when that is said. */
  private static void holdStop(Victim victim, Fault fault) {
    var run = victim.running();
    switch (victim.vendor()) {
      case Vendor.Veeam veeam -> victim.holdCall(veeam.stop(run), fault);
      case Vendor.Azure _ -> victim.holdStatus("CancelUnsupported", fault);
    }
  }
}
