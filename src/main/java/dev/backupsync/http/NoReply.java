package dev.backupsync.http;

/**
 * No answer came.
 *
 * @param sent whether the request may have reached the server; false only where it surely did not
 * @param message what happened, in words for people, without secrets
 */
public record NoReply(Cause cause, boolean sent, String message) implements Exchange {

  /** What kept the answer away. */
  public enum Cause {
    /** Name not found, connection refused or reset, no route. */
    UNREACHABLE,
    /** Nothing came in time. */
    TIMEOUT,
    /** The server's certificate is not trusted, expired, or of another name. */
    TLS,
    /** It was held up for too long before it could be sent, and was withheld. */
    WITHHELD,
    /** We were told to stop while waiting. */
    INTERRUPTED
  }
}
