package dev.backupsync.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** The two forms of Veeam's lists: bare arrays, and pages that tell no total. */
final class VeeamLists {
  static final int MAX_PAGE = 10_000;
  private static final int DEFAULT_PAGE = 30;

  private VeeamLists() {}

  static <T> Reply array(List<T> all, Function<T, ObjectNode> show) {
    var array = JsonNodeFactory.instance.arrayNode();
    all.forEach(one -> array.add(show.apply(one)));
    return Reply.json(200, array);
  }

  /** As the query's offset and limit say; 400 where they are out of bounds. */
  static <T> Reply page(List<T> all, Function<T, ObjectNode> show, int longest, Call call) {
    var offset = number(call.query("offset"), 0);
    var limit = number(call.query("limit"), DEFAULT_PAGE);
    if (offset < 0 || limit < 1 || limit > MAX_PAGE) {
      var message = "limit must be between 1 and " + MAX_PAGE;
      return VeeamErrors.of(VeeamVersion.V8, 400, "ParameterValidationFailure", message);
    }
    limit = Math.min(limit, longest);
    var page = page(all, show, offset, limit);
    var links = page.putObject("_links");
    links.putObject("self").put("href", call.target());
    if (offset + limit < all.size()) {
      var next = call.path() + "?offset=%d&limit=%d".formatted(offset + limit, limit);
      links.putObject("next").put("href", next);
    }
    return Reply.json(200, page);
  }

  /** The first page, whatever the query says. */
  static <T> Reply page(List<T> all, Function<T, ObjectNode> show) {
    return Reply.json(200, page(all, show, 0, DEFAULT_PAGE));
  }

  private static <T> ObjectNode page(
      List<T> all, Function<T, ObjectNode> show, int offset, int limit) {
    var page = JsonNodeFactory.instance.objectNode().put("offset", offset).put("limit", limit);
    var results = page.put("setId", UUID.randomUUID().toString()).putArray("results");
    all.stream().skip(offset).limit(limit).forEach(one -> results.add(show.apply(one)));
    return page;
  }

  private static int number(Optional<String> text, int otherwise) {
    try {
      return text.map(Integer::parseInt).orElse(otherwise);
    } catch (NumberFormatException _) {
      return -1;
    }
  }
}
