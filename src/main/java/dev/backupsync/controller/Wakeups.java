package dev.backupsync.controller;

import dev.backupsync.connection.Survival;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Wakes resources for reasons that lie outside the Kubernetes API, and hears when one is gone.
 *
 * @param <P> the kind that is woken
 */
final class Wakeups<P extends HasMetadata> extends AbstractEventSource<Void, P>
    implements ResourceEventAware<P> {
  private final Consumer<ResourceID> onDeleted;

  Wakeups(Consumer<ResourceID> onDeleted) {
    super(Void.class, "wakeups");
    this.onDeleted = onDeleted;
  }

  void wake(ResourceID resource) {
    if (isRunning()) {
      Survival.guard(
          "Waking " + resource, () -> getEventHandler().handleEvent(new Event(resource)));
    }
  }

  @Override
  public void onResourceDeleted(P resource) {
    var id = ResourceID.fromResource(resource);
    Survival.guard("Seeing off " + id, () -> onDeleted.accept(id));
  }

  @Override
  public Set<Void> getSecondaryResources(P primary) {
    return Set.of();
  }
}
