package dev.backupsync.controller.status;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.net.HttpURLConnection;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Saves status, and only if it changed. Every write is compare-and-set on the resource version. A
 * write that conflicts only with an unrelated edit is repeated on top of it, so that a new label
 * cannot cause the loss of a new handle; a write that conflicts with another status is given up.
 *
 * @param <P> the kind
 * @param <S> its status
 */
public final class StatusWriter<P extends CustomResource<?, S>, S> {
  private static final int ATTEMPTS = 5;

  private final StatusCopy<P, S> copies;
  private final Context<P> context;
  private final P observed;
  private P latest;

  public StatusWriter(P observed, StatusCopy<P, S> copies, Context<P> context) {
    this.copies = copies;
    this.observed = observed;
    this.latest = observed;
    this.context = context;
  }

  public P latest() {
    return latest;
  }

  /**
   * Whether a write went on top of a change that was not yet there when the status was decided on:
   * a request, an edit, a deletion. The event of that change is older than our write, so the
   * framework drops it; the caller must look again.
   */
  public boolean metNews() {
    return SyncUpdateFilter.differ(latest, observed);
  }

  /**
   * Saves {@code next} on top of unrelated edits.
   *
   * @return whether there was anything to write
   * @throws KubernetesClientException 404 if the resource is gone, 409 if its status was changed by
   *     another writer
   */
  public boolean save(S next) {
    return write(next, ATTEMPTS);
  }

  /**
   * Saves {@code next} only if nothing has changed since the last write, and nothing that users ask
   * for since the resource was observed; throws 409 otherwise.
   */
  public boolean saveUnlessChanged(S next) {
    if (!asked(latest).equals(asked(observed))) {
      throw new KubernetesClientException(
          "Operation cannot be fulfilled: what the resource asks for has changed",
          HttpURLConnection.HTTP_CONFLICT,
          null);
    }
    return write(next, 1);
  }

  private static List<@Nullable Object> asked(HasMetadata resource) {
    var meta = resource.getMetadata();
    return Arrays.asList(
        meta.getGeneration(), meta.getDeletionTimestamp(), meta.getAnnotations(), meta.getLabels());
  }

  private boolean write(S next, int attempts) {
    if (next.equals(latest.getStatus())) {
      return false;
    }
    for (var left = attempts; ; left--) {
      try {
        latest = context.resourceOperations().updatePrimaryStatus(copies.of(latest, next));
        return true;
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
          throw e;
        }
        latest = rebased(e, next, left);
        if (next.equals(latest.getStatus())) {
          return true; // the write was done, and only its answer was lost
        }
      }
    }
  }

  /**
   * The resource as it is now, if its status is the one that {@code next} is based on, or already
   * {@code next}.
   */
  private P rebased(KubernetesClientException conflict, S next, int left) {
    var live = live();
    var status = live.getStatus();
    if (left <= 1 || !(Objects.equals(status, latest.getStatus()) || next.equals(status))) {
      throw conflict;
    }
    return live;
  }

  /** A conflict may also mean that the resource is gone: then there is nothing to repeat. */
  private P live() {
    var live = context.getClient().resource(latest).get();
    if (live == null || !live.getMetadata().getUid().equals(latest.getMetadata().getUid())) {
      throw new KubernetesClientException("It is gone", HttpURLConnection.HTTP_NOT_FOUND, null);
    }
    return live;
  }
}
