package dev.backupsync.simulator;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One request, read whole before anything is decided about it.
 *
 * @param target path and query exactly as they came over the wire
 * @param headers by lower-case name
 */
record Call(String method, String target, Map<String, List<String>> headers, String body) {

  /** The path as it came, without the query. */
  String path() {
    var query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** Decoded path segments, without the empty one before the first slash. */
  List<String> segments() {
    return Stream.of(path().split("/", -1)).skip(1).map(Call::decodePath).toList();
  }

  Optional<String> query(String name) {
    var query = target.indexOf('?');
    return query < 0
        ? Optional.empty()
        : Optional.ofNullable(pairs(target.substring(query + 1)).get(name));
  }

  /** The body's fields, where it is a form; none where the content type says otherwise. */
  Map<String, String> form() {
    return header("Content-Type").orElse("").startsWith("application/x-www-form-urlencoded")
        ? pairs(body)
        : Map.of();
  }

  Optional<String> header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream().findFirst();
  }

  Optional<String> bearer() {
    return header("Authorization")
        .filter(value -> value.startsWith("Bearer "))
        .map(value -> value.substring(7));
  }

  private static Map<String, String> pairs(String text) {
    var pairs = new LinkedHashMap<String, String>();
    for (var pair : text.split("&", -1)) {
      var equals = pair.indexOf('=');
      if (equals > 0) {
        pairs.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
    return pairs;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static String decodePath(String segment) {
    return decode(segment.replace("+", "%2B"));
  }
}
