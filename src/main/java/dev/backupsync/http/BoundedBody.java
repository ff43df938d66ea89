package dev.backupsync.http;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Limits the size of an answer's body. A longer one is dropped and its connection is closed; the
 * HTTP status was received before and stays valid.
 */
final class BoundedBody implements BodySubscriber<ReadBody> {
  private final int limit;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<ReadBody> result = new CompletableFuture<>();
  private Flow.@Nullable Subscription subscription;

  BoundedBody(int limit) {
    this.limit = limit;
  }

  @Override
  public CompletionStage<ReadBody> getBody() {
    return result;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    given.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (var buffer : buffers) {
      if (bytes.size() + buffer.remaining() > limit) {
        hangUp();
        return;
      }
      var chunk = new byte[buffer.remaining()];
      buffer.get(chunk);
      bytes.writeBytes(chunk);
    }
  }

  private void hangUp() {
    bytes.reset();
    if (subscription != null) {
      subscription.cancel();
    }
    result.complete(ReadBody.unread(Reply.Form.TOO_LONG));
  }

  @Override
  public void onError(Throwable cause) {
    result.completeExceptionally(cause);
  }

  @Override
  public void onComplete() {
    result.complete(ReadBody.read(bytes.toByteArray()));
  }
}
