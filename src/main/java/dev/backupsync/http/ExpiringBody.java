package dev.backupsync.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.function.BooleanSupplier;

/**
 * A request body that is withheld if its time limit passed before it was written. The HTTP client
 * asks for the body's length right before it writes, when the connection including TLS is open: an
 * expired request fails at that moment, whatever delayed it.
 */
public final class ExpiringBody implements BodyPublisher {
  private final BodyPublisher body;
  private final BooleanSupplier inTime;

  public ExpiringBody(BodyPublisher body, BooleanSupplier inTime) {
    this.body = body;
    this.inTime = inTime;
  }

  @Override
  public long contentLength() {
    if (!inTime.getAsBoolean()) {
      throw new UncheckedIOException(new TooLate());
    }
    return body.contentLength();
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    body.subscribe(subscriber);
  }

  /** It was too late to send the request; nothing of it was written. */
  static final class TooLate extends IOException {
    private static final long serialVersionUID = 1L;

    private TooLate() {
      super("Waited too long for its turn to be sent");
    }
  }
}
