package dev.backupsync.controller;

import dev.backupsync.connection.FatalErrors;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Wakes resources for reasons outside of the Kubernetes API, usually because their next reconcile
 * is due, and notices when a resource is gone.
 *
 * @param <P> the kind that is woken
 */
final class WakeupEventSource<P extends HasMetadata> extends AbstractEventSource<Void, P>
    implements ResourceEventAware<P> {
  private final WakeTimer timer;
  private final Consumer<ResourceID> onDeleted;
  private final Map<ResourceID, Planned> planned = new ConcurrentHashMap<>();

  WakeupEventSource(WakeTimer timer, Consumer<ResourceID> onDeleted) {
    super(Void.class, "wakeups");
    this.timer = timer;
    this.onDeleted = onDeleted;
  }

  /** A planned reconcile. */
  private final class Planned implements Runnable {
    private final ResourceID resource;
    private volatile @Nullable Future<?> step;

    private Planned(ResourceID resource) {
      this.resource = resource;
    }

    @Override
    public void run() {
      planned.remove(resource, this);
      wake(resource);
    }

    private void cancel() {
      var waiting = step;
      if (waiting != null) {
        waiting.cancel(false);
      }
    }
  }

  /**
   * Reconciles a resource, and plans the next reconcile, which replaces an earlier plan. A failed
   * reconcile is repeated as well.
   *
   * @param failures of the reconciles before, if they failed
   * @param look reconciles; throws exceptions only
   */
  UpdateControl<P> reconcile(P resource, Optional<RetryInfo> failures, Supplier<Requeue> look) {
    var id = ResourceID.fromResource(resource);
    try {
      plan(id, look.get());
    } catch (RuntimeException e) {
      plan(id, Requeue.afterFailure(failures.map(RetryInfo::getAttemptCount).orElse(0)));
      throw e; // so that the framework logs and counts it
    }
    return UpdateControl.noUpdate(); // everything is already saved
  }

  private void plan(ResourceID resource, Requeue next) {
    planned.compute(
        resource,
        (_, earlier) -> {
          if (earlier != null) {
            earlier.cancel();
          }
          return next.delay()
              .map(
                  wait -> {
                    var look = new Planned(resource);
                    look.step = timer.after(wait, look);
                    return look;
                  })
              .orElse(null);
        });
  }

  void wake(ResourceID resource) {
    if (isRunning()) {
      FatalErrors.guard(
          "Waking " + resource, () -> getEventHandler().handleEvent(new Event(resource)));
    }
  }

  @Override
  public void onResourceDeleted(P resource) {
    var id = ResourceID.fromResource(resource);
    plan(id, Requeue.never());
    FatalErrors.guard("Seeing off " + id, () -> onDeleted.accept(id));
  }

  @Override
  public Set<Void> getSecondaryResources(P primary) {
    return Set.of();
  }
}
