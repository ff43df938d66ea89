package dev.backupsync.controller.status;

import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.statemachine.Decision;
import dev.backupsync.statemachine.StartAnswerPrecedence;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the results of vendor calls whose status write failed, and saves them later. The vendor
 * returns the handle of a run only once: if it were lost, the operator could not tell whether its
 * start was accepted.
 *
 * @param <P> the kind
 */
public final class PendingStatusWrites<P extends CustomResource<?, SyncStatus>> {
  private final Map<ResourceID, Kept<P>> kept = new ConcurrentHashMap<>();
  private final StatusCopy<P, SyncStatus> copies;

  public PendingStatusWrites(StatusCopy<P, SyncStatus> copies) {
    this.copies = copies;
  }

  private record Kept<P extends CustomResource<?, SyncStatus>>(P base, Decision decision) {}

  /** Keeps the decision, to be saved on top of {@code base} as soon as possible. */
  public void keep(P base, Decision decision) {
    kept.put(ResourceID.fromResource(base), new Kept<>(base, decision));
  }

  public void forget(ResourceID sync) {
    kept.remove(sync);
  }

  /**
   * Saves what was kept, unless another process has written the status since: then that status
   * counts, except if that process only waited for the answer to our start.
   *
   * @return the sync as it is stored now
   */
  public P retry(
      P sync, Context<P> context, BiConsumer<StatusWriter<P, SyncStatus>, Decision> save) {
    var id = ResourceID.fromResource(sync);
    var held = kept.get(id);
    if (held == null) {
      return sync;
    }
    var live = context.getClient().resource(held.base).get();
    kept.remove(id);
    if (live == null || !live.getMetadata().getUid().equals(held.base.getMetadata().getUid())) {
      return sync;
    }
    var writer = new StatusWriter<>(live, copies, context);
    if (counts(held, live.getStatus())) {
      save.accept(writer, held.decision); // which keeps it again if saving fails
    }
    return writer.latest();
  }

  private static boolean counts(Kept<?> held, @Nullable SyncStatus live) {
    var base = held.base.getStatus();
    return Objects.equals(live, base)
        || (live != null
            && base != null
            && StartAnswerPrecedence.replaces(held.decision.status(), base, live));
  }
}
