package dev.backupsync.azure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.backupsync.http.Reply;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers as the HTTP package hands them over, for the tables of the pure readers. */
final class Replies {
  private static final JsonMapper JSON = new JsonMapper();

  private Replies() {}

  /**
   * @param body JSON; empty for none, and anything else is a body that is not JSON
   * @param headers {@code Name: value}
   */
  static Reply reply(int status, String body, String... headers) {
    var map = new LinkedHashMap<String, List<String>>();
    for (var header : headers) {
      var parts = header.split(": ", 2);
      map.put(parts[0], List.of(parts[1]));
    }
    var retryAfter =
        Optional.ofNullable(map.get("Retry-After"))
            .map(values -> Duration.ofSeconds(Long.parseLong(values.getFirst())));
    var json = json(body);
    return new Reply(
        status,
        json.orElseGet(MissingNode::getInstance),
        json.isPresent(),
        HttpHeaders.of(Map.copyOf(map), (_, _) -> true),
        retryAfter);
  }

  static Optional<JsonNode> json(String body) {
    try {
      return Optional.of(JSON.readTree(body));
    } catch (JsonProcessingException _) {
      return Optional.empty();
    }
  }
}
