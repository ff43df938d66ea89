package dev.backupsync.veeam;

import dev.backupsync.http.CallResult;
import dev.backupsync.http.NoReply;
import dev.backupsync.http.Reply;
import dev.backupsync.veeam.auth.NoAccess;
import java.net.HttpURLConnection;

/**
 * How many entries of a list to request at a time: fewer after a page that did not come in time or
 * was too long, and slowly more again after lists that were read to their end.
 */
final class PageSize {
  /** Needs few requests, and each is answered soon. */
  static final int LARGEST = 1000;

  /** With fewer, a long list would take too many requests. */
  static final int SMALLEST = 100;

  private static final int SHRINKS_BY = 3;
  private static final int GROWS_BY = 50;

  private int entries = LARGEST;

  synchronized int entries() {
    return entries;
  }

  /** Adjusts the size to the answer for a page of {@code asked} entries. */
  synchronized void learn(int asked, CallResult<NoAccess> answer) {
    if (wasTooMuch(answer)) {
      entries = Math.max(SMALLEST, Math.min(entries, asked / SHRINKS_BY));
    }
  }

  /** A list was read to its end. */
  synchronized void grow() {
    entries = Math.min(LARGEST, entries + GROWS_BY);
  }

  private static boolean wasTooMuch(CallResult<NoAccess> answer) {
    return switch (answer) {
      case CallResult.Unanswered(var silence) -> silence.cause() == NoReply.Cause.TIMEOUT;
      case CallResult.Replied(var reply) -> isTimeout(reply) || reply.form().tooLong();
      case CallResult.NotSent<NoAccess> _ -> false;
    };
  }

  private static boolean isTimeout(Reply reply) {
    return reply.status() == HttpURLConnection.HTTP_CLIENT_TIMEOUT
        || reply.status() == HttpURLConnection.HTTP_GATEWAY_TIMEOUT;
  }
}
