package dev.backupsync.http;

/**
 * The result of a call that needs a log-in first.
 *
 * @param <N> says why there was no log-in, and so no call
 */
public sealed interface CallResult<N> {
  /** The server answered; with 401 only if a new token did not help. */
  record Replied<N>(Reply reply) implements CallResult<N> {}

  /** No answer was received. */
  record Unanswered<N>(NoReply noReply) implements CallResult<N> {}

  /** There is no token, so the request was not sent. */
  record NotSent<N>(N why) implements CallResult<N> {}

  /** The result of a request that was sent with a token. */
  static <N> CallResult<N> of(Exchange exchange) {
    return switch (exchange) {
      case Reply reply -> new Replied<>(reply);
      case NoReply noReply -> new Unanswered<>(noReply);
    };
  }
}
