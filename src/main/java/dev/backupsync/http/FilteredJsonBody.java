package dev.backupsync.http;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Reads a list of any length while it arrives, and keeps only what is needed of it. Closes the
 * connection if that is too much, or not JSON.
 */
final class FilteredJsonBody implements BodySubscriber<ReadBody> {
  private final JsonFieldFilter condenser;
  private final CompletableFuture<ReadBody> result = new CompletableFuture<>();
  private Flow.@Nullable Subscription subscription;

  FilteredJsonBody(Set<String> fields) {
    condenser = new JsonFieldFilter(fields);
  }

  @Override
  public CompletionStage<ReadBody> getBody() {
    return result;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    given.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    if (result.isDone()) {
      return;
    }
    try {
      for (var buffer : buffers) {
        if (!condenser.read(buffer)) {
          hangUp(Reply.Form.LIST_TOO_LONG);
          return;
        }
      }
      if (subscription != null) {
        subscription.request(1);
      }
    } catch (IOException _) {
      hangUp(Reply.Form.FOREIGN);
    }
  }

  private void hangUp(Reply.Form form) {
    if (subscription != null) {
      subscription.cancel();
    }
    result.complete(ReadBody.unread(form));
  }

  @Override
  public void onError(Throwable cause) {
    result.completeExceptionally(cause);
  }

  @Override
  public void onComplete() {
    if (result.isDone()) {
      return;
    }
    try {
      result.complete(new ReadBody(condenser.end(), Reply.Form.JSON));
    } catch (IOException _) {
      result.complete(ReadBody.unread(Reply.Form.FOREIGN));
    }
  }
}
