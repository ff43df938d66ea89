package dev.backupsync.http;

/**
 * No answer was received.
 *
 * @param sent whether the request may have reached the server; false only if it surely did not
 * @param message what happened, for users, without secrets
 */
public record NoReply(Cause cause, boolean sent, String message) implements Exchange {

  /** Why there was no answer. */
  public enum Cause {
    /** Name not found, connection refused or reset, no route. */
    UNREACHABLE("Unreachable"),
    /** No answer in time. */
    TIMEOUT("Timeout"),
    /** The server's certificate is not trusted, expired, or for another name. */
    TLS("TlsUntrusted"),
    /** The host has an address that no connection may lead to. */
    FORBIDDEN("HostNotAllowed"),
    /** It waited too long behind our own requests to the same server. */
    QUEUED("RequestQueued"),
    /** The server, or a gateway before it, requires a client certificate, and we have none. */
    CLIENT_CERTIFICATE("ClientCertificateRequired"),
    /** It was delayed for too long before it could be sent, and was not sent. */
    WITHHELD("Withheld"),
    /** The operator was asked to stop during the wait. */
    INTERRUPTED("Interrupted");

    private final String word;

    Cause(String word) {
      this.word = word;
    }

    /** The code of this cause in an error. */
    public String word() {
      return word;
    }
  }
}
