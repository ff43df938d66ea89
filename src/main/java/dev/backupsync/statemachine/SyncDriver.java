package dev.backupsync.statemachine;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.time.Clocks;
import dev.backupsync.vendor.Outcome;
import dev.backupsync.vendor.StartPermit;
import dev.backupsync.vendor.SyncBackend;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Decides, saves the decision, calls the vendor, and decides again, until the sync rests. */
public final class SyncDriver {
  private static final int MAX_STEPS = 6; // begin, locate, start, and a reserve

  private static final SyncBackend UNCALLED = new UncalledBackend();

  private final Clocks clocks;
  private final StopSignal stopping;
  private final Supplier<String> ids;
  private final ClockWatch watch;

  /**
   * Begins to watch with the first sync that it drives.
   *
   * @param stopping true once the operator is asked to stop: no permit is valid any more
   */
  public SyncDriver(Clocks clocks, StopSignal stopping) {
    this(clocks, stopping, () -> UUID.randomUUID().toString(), new ClockWatch());
  }

  SyncDriver(Clocks clocks, StopSignal stopping, Supplier<String> ids, ClockWatch watch) {
    this.clocks = clocks;
    this.stopping = stopping;
    this.ids = ids;
    this.watch = watch;
  }

  /**
   * Drives one sync as far as it can go now.
   *
   * @param asOf time of the first decision; the same that {@link #wouldCall} was called with
   * @param save saves a decision's status; if it throws, the vendor is not called
   * @return when to come back; empty if only a change can move the sync on
   */
  public Optional<Duration> drive(
      DesiredState desired, Gate gate, SyncStatus status, Instant asOf, Save save) {
    var now = wholeSeconds(asOf);
    var input =
        DecisionInput.of(desired, gate, status, ids.get(), now).watched(watch.at(clocks.now()));
    var untold = List.<SyncEvent>of();
    for (var i = 0; i < MAX_STEPS; i++) {
      var permit = permit();
      var decision = SyncMachine.decide(input).withEarlierEvents(untold);
      if (isLook(decision.call())) {
        untold = decision.events();
      } else {
        save.save(decision);
        untold = List.of();
      }
      if (decision.call() instanceof VendorCall.None) {
        return decision.wake();
      }
      var outcome = perform(decision.call(), gate, permit);
      var then = clocks.now();
      input = input.after(decision, outcome, wholeSeconds(then.time())).watched(watch.at(then));
    }
    throw new IllegalStateException("No rest after " + MAX_STEPS + " steps");
  }

  /** A look need not be saved before it is made; it is saved with what follows from it. */
  private static boolean isLook(VendorCall call) {
    return switch (call) {
      case VendorCall.Locate _, VendorCall.Check _ -> true;
      case VendorCall.Start _, VendorCall.Poll _, VendorCall.Cancel _, VendorCall.None _ -> false;
    };
  }

  /** Whether the vendor would be called at that time if its gate were open; calls no vendor. */
  public static boolean wouldCall(DesiredState desired, SyncStatus status, Instant asOf) {
    var input = DecisionInput.of(desired, new Gate.Open(UNCALLED), status, "", wholeSeconds(asOf));
    return !(SyncMachine.decide(input).call() instanceof VendorCall.None);
  }

  /** Status times are whole seconds, as everywhere in Kubernetes. */
  private static Instant wholeSeconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * The time counts from before the save, on both clocks: the wall clock may be set, and the
   * monotonic clock stops while the machine sleeps.
   */
  private StartPermit permit() {
    var began = clocks.now();
    var expires = began.time().plus(RunSettings.PERMIT_LIFE);
    return () ->
        !stopping.isStopping()
            && clocks.wall().instant().isBefore(expires)
            && clocks.since(began).compareTo(RunSettings.PERMIT_LIFE) < 0;
  }

  private static Outcome perform(VendorCall call, Gate gate, StartPermit permit) {
    return switch (gate) {
      case Gate.Open(var backend) -> perform(call, backend, permit);
      case Gate.Closed _, Gate.Unknown _ ->
          throw new IllegalStateException("No vendor may be called: " + gate);
    };
  }

  private static Outcome perform(VendorCall call, SyncBackend backend, StartPermit permit) {
    return switch (call) {
      case VendorCall.Locate(var run) -> backend.locate(run);
      case VendorCall.Check(var run) -> backend.check(run);
      case VendorCall.Start(var run, _) -> backend.start(run, permit);
      case VendorCall.Poll(var run) -> backend.poll(run);
      case VendorCall.Cancel(var run) -> backend.cancel(run);
      case VendorCall.None _ -> throw new IllegalArgumentException("Nothing to perform");
    };
  }

  /** Saves a decision. */
  @FunctionalInterface
  public interface Save {
    void save(Decision decision);
  }

  /** The backend of a gate that is only assumed to be open; it is never called. */
  private static final class UncalledBackend implements SyncBackend {
    @Override
    public Outcome locate(Run run) {
      throw new IllegalStateException("No vendor is to be called");
    }

    @Override
    public Outcome start(Run run, StartPermit permit) {
      return locate(run);
    }

    @Override
    public Outcome poll(Run run) {
      return locate(run);
    }

    @Override
    public Outcome cancel(Run run) {
      return locate(run);
    }
  }
}
