package dev.backupsync.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.backupsync.http.Reply;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An input of a fuzz test as the answers of a vendor: a header's value, a line break, the body.
 *
 * @param text the body as it came, JSON or not
 */
public record Answers(String header, JsonNode body, boolean intact, String text) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int[] STATUSES = {200, 202, 204, 400, 401, 403, 404, 409, 429, 500, 503};

  public static Answers of(byte[] input) {
    var text = new String(input, StandardCharsets.UTF_8);
    var end = text.indexOf('\n');
    var header = text.substring(0, Math.max(0, end));
    var rest = text.substring(end + 1);
    try {
      var body = JSON.readTree(rest);
      return new Answers(header, body == null ? MissingNode.getInstance() : body, true, rest);
    } catch (IOException _) {
      return new Answers(header, MissingNode.getInstance(), false, rest);
    }
  }

  /** In a whole conversation; how long the header is says which status its first answer has. */
  public AnsweringClient conversation() {
    return new AnsweringClient(STATUSES[header.length() % STATUSES.length], text);
  }

  /** With every status that means something, and the header's value under these names. */
  public Stream<Reply> replies(String... names) {
    var headers = new HashMap<String, List<String>>();
    for (var name : names) {
      headers.put(name, List.of(header));
    }
    var all = HttpHeaders.of(Map.copyOf(headers), (_, _) -> true);
    return IntStream.of(STATUSES)
        .mapToObj(status -> new Reply(status, body, intact, all, Optional.empty()));
  }
}
