package dev.backupsync.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A server's answer, whatever its status.
 *
 * @param body the JSON that came; a missing node if the body was empty, not JSON, or too large
 * @param form what the body contained
 * @param retryAfter the wait that the server asked for, at least zero; from seconds or a date
 */
public record Reply(
    int status, JsonNode body, Form form, HttpHeaders headers, Optional<Duration> retryAfter)
    implements Exchange {

  /** What a body contained. */
  public enum Form {
    /** JSON, or nothing at all. */
    JSON("JSON"),
    /** A proxy's HTML, or JSON that ends too early. */
    FOREIGN("something that is not JSON"),
    /** A single object that is longer than any expected one. */
    TOO_LONG(String.format(Locale.ROOT, "more than %,d bytes", JsonHttp.MAX_BODY)),
    /** A list that holds more of the needed fields than can be kept. */
    LIST_TOO_LONG(
        String.format(Locale.ROOT, "a list of more than %,d values", JsonFieldFilter.MAX_VALUES));

    private final String words;

    Form(String words) {
      this.words = words;
    }

    /** A description of the answer, for users. */
    public String words() {
      return words;
    }

    /** Whether it seems genuine and was only too long to read. */
    public boolean tooLong() {
      return this == TOO_LONG || this == LIST_TOO_LONG;
    }
  }

  /** Creates a reply with a body that was read, or that is not JSON. */
  public Reply(
      int status,
      JsonNode body,
      boolean intact,
      HttpHeaders headers,
      Optional<Duration> retryAfter) {
    this(status, body, intact ? Form.JSON : Form.FOREIGN, headers, retryAfter);
  }

  /** False if there was a body that could not be read as JSON. */
  public boolean intact() {
    return form == Form.JSON;
  }

  public boolean success() {
    return status >= 200 && status < 300;
  }

  /** Whether the server asked us to come back later: 429, or 503 with a Retry-After. */
  public boolean throttled() {
    return status == 429 || (status == 503 && retryAfter.isPresent());
  }

  public Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  /** Without body and headers, which may hold tokens. */
  @Override
  public String toString() {
    return "Reply[" + status + (intact() ? "]" : ", unreadable]");
  }
}
