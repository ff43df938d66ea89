package dev.backupsync.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;

/**
 * What a server answered, whatever its status.
 *
 * @param body the JSON that came; a missing node where the body was empty, not JSON, or too large
 * @param intact false where a body came that could not be read as JSON: HTML of a proxy, a cut
 * @param retryAfter the wait that the server asked for, of at least zero; from seconds or a date
 */
public record Reply(
    int status, JsonNode body, boolean intact, HttpHeaders headers, Optional<Duration> retryAfter)
    implements Exchange {

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
    return "Reply[" + status + (intact ? "]" : ", unreadable]");
  }
}
