package dev.backupsync.operation;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Decides, makes the decision durable, acts, and decides again, until there is rest. */
public final class SyncDriver {
  private static final int MAX_STEPS = 6; // begin, locate, start, and some to spare

  private static final SyncBackend NOBODY = new Nobody();

  private final Clocks clocks;
  private final BooleanSupplier stopping;
  private final Supplier<String> ids;
  private final ClockWatch watch;

  /**
   * One that begins to watch with the first sync that it moves.
   *
   * @param stopping true once the operator is told to stop: no licence stands any more
   */
  public SyncDriver(Clocks clocks, BooleanSupplier stopping) {
    this(clocks, stopping, () -> UUID.randomUUID().toString(), new ClockWatch());
  }

  SyncDriver(Clocks clocks, BooleanSupplier stopping, Supplier<String> ids, ClockWatch watch) {
    this.clocks = clocks;
    this.stopping = stopping;
    this.ids = ids;
    this.watch = watch;
  }

  /**
   * Moves one sync as far as it can go now.
   *
   * @param asOf when the first decision is made; the same as {@link #wouldCall} was asked for
   * @param save makes a transition's status durable; throws where it cannot, and then nothing is
   *     done at the vendor
   * @return when to come back; empty where only a change can move it on
   */
  public Optional<Duration> drive(
      Wish wish, Gate gate, SyncStatus status, Instant asOf, Save save) {
    var now = wholeSeconds(asOf);
    var seen = Observed.of(wish, gate, status, ids.get(), now).watched(watch.at(clocks.now()));
    var untold = List.<Notice>of();
    for (var i = 0; i < MAX_STEPS; i++) {
      var licence = licence();
      var step = SyncMachine.decide(seen).telling(untold);
      if (isLook(step.effect())) {
        untold = step.notices();
      } else {
        save.save(step);
        untold = List.of();
      }
      if (step.effect() instanceof Effect.None) {
        return step.wake();
      }
      var outcome = perform(step.effect(), gate, licence);
      var then = clocks.now();
      seen = seen.after(step, outcome, wholeSeconds(then.time())).watched(watch.at(then));
    }
    throw new IllegalStateException("No rest after " + MAX_STEPS + " steps");
  }

  /** A look need not be written down before it is taken, but with what follows from it. */
  private static boolean isLook(Effect effect) {
    return switch (effect) {
      case Effect.Locate _, Effect.Check _ -> true;
      case Effect.Start _, Effect.Poll _, Effect.Cancel _, Effect.None _ -> false;
    };
  }

  /** Whether the vendor would be called at that time if that were possible; asks nobody. */
  public static boolean wouldCall(Wish wish, SyncStatus status, Instant asOf) {
    var seen = Observed.of(wish, new Gate.Open(NOBODY), status, "", wholeSeconds(asOf));
    return !(SyncMachine.decide(seen).effect() instanceof Effect.None);
  }

  /** Status times are whole seconds, as everywhere in Kubernetes. */
  private static Instant wholeSeconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }

  /** Counted from before the save, on both clocks: one may be set, the other sleeps with us. */
  private Licence licence() {
    var began = clocks.now();
    var expires = began.time().plus(Policy.LICENCE);
    return () ->
        !stopping.getAsBoolean()
            && clocks.wall().instant().isBefore(expires)
            && clocks.since(began).compareTo(Policy.LICENCE) < 0;
  }

  private static Outcome perform(Effect effect, Gate gate, Licence licence) {
    return switch (gate) {
      case Gate.Open(var backend) -> perform(effect, backend, licence);
      case Gate.Closed _, Gate.Unseen _ ->
          throw new IllegalStateException("Nobody may be called: " + gate);
    };
  }

  private static Outcome perform(Effect effect, SyncBackend backend, Licence licence) {
    return switch (effect) {
      case Effect.Locate(var run) -> backend.locate(run);
      case Effect.Check(var run) -> backend.check(run);
      case Effect.Start(var run, _) -> backend.start(run, licence);
      case Effect.Poll(var run) -> backend.poll(run);
      case Effect.Cancel(var run) -> backend.cancel(run);
      case Effect.None _ -> throw new IllegalArgumentException("Nothing to perform");
    };
  }

  /** Makes a decision durable. */
  @FunctionalInterface
  public interface Save {
    void save(Transition step);
  }

  /** Stands behind a gate that is only imagined to be open. */
  private static final class Nobody implements SyncBackend {
    @Override
    public Outcome locate(Run run) {
      throw new IllegalStateException("Nobody is to be called");
    }

    @Override
    public Outcome start(Run run, Licence licence) {
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
