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
    UNREACHABLE("Unreachable"),
    /** Nothing came in time. */
    TIMEOUT("Timeout"),
    /** The server's certificate is not trusted, expired, or of another name. */
    TLS("TlsUntrusted"),
    /** It led to an address that nothing may lead to. */
    FORBIDDEN("HostNotAllowed"),
    /** It waited for as long as it may behind our own requests to that server. */
    QUEUED("RequestQueued"),
    /** The server, or a gateway before it, wants a client's certificate, and we have none. */
    CLIENT_CERTIFICATE("ClientCertificateRequired"),
    /** It was held up for too long before it could be sent, and was withheld. */
    WITHHELD("Withheld"),
    /** We were told to stop while waiting. */
    INTERRUPTED("Interrupted");

    private final String word;

    Cause(String word) {
      this.word = word;
    }

    /** As the code of an error. */
    public String word() {
      return word;
    }
  }
}
