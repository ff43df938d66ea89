package dev.backupsync.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What a server answered, whatever its status.
 *
 * @param body the JSON that came; a missing node where the body was empty, not JSON, or too large
 * @param form what the body turned out to be
 * @param retryAfter the wait that the server asked for, of at least zero; from seconds or a date
 */
public record Reply(
    int status, JsonNode body, Form form, HttpHeaders headers, Optional<Duration> retryAfter)
    implements Exchange {

  /** What a body turned out to be. */
  public enum Form {
    /** What was asked for, or nothing at all. */
    JSON("JSON"),
    /** HTML of a proxy, or an answer that breaks off. */
    FOREIGN("something that is not JSON"),
    /** One thing, and longer than any that we ask for. */
    TOO_LONG(String.format(Locale.ROOT, "more than %,d bytes", JsonHttp.MAX_BODY)),
    /** A list that holds more of what we need than we keep. */
    LIST_TOO_LONG(
        String.format(Locale.ROOT, "a list of more than %,d values", Condenser.MAX_VALUES));

    private final String words;

    Form(String words) {
      this.words = words;
    }

    /** As what was answered, for people. */
    public String words() {
      return words;
    }

    /** Whether it is genuine for all we know, and only more than we read. */
    public boolean tooLong() {
      return this == TOO_LONG || this == LIST_TOO_LONG;
    }
  }

  /** With a body that was read, or is foreign. */
  public Reply(
      int status,
      JsonNode body,
      boolean intact,
      HttpHeaders headers,
      Optional<Duration> retryAfter) {
    this(status, body, intact ? Form.JSON : Form.FOREIGN, headers, retryAfter);
  }

  /** False where a body came that could not be read as JSON. */
  public boolean intact() {
    return form == Form.JSON;
  }

  public boolean success() {
    return status >= 200 && status < 300;
  }

  /** Whether the server told us to come back: 429, or 503 with a Retry-After. */
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
