package dev.backupsync.http;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Distinguishes a refusal by a gateway on the way, which does not know our credentials, from a
 * refusal by the vendor.
 */
public final class GatewayLogin {
  private static final Pattern BEARER = Pattern.compile("(?i)(^|[\\s,])bearer\\b");
  private static final Pattern SCHEME = Pattern.compile("^[A-Za-z0-9-]{1,32}");

  private GatewayLogin() {}

  /** What the gateway did, for users; empty if the refusal may be the vendor's. */
  public static Optional<String> in(Reply reply) {
    var wanted = reply.headers().allValues("WWW-Authenticate");
    var vendors = wanted.stream().anyMatch(value -> BEARER.matcher(value).find());
    if (vendors) {
      return Optional.empty();
    }
    return switch (reply.status()) {
      case 401 -> scheme(wanted).or(() -> page(reply));
      case 400, 403 -> page(reply);
      default -> Optional.empty();
    };
  }

  private static Optional<String> scheme(List<String> wanted) {
    var schemes =
        wanted.stream()
            .map(SCHEME::matcher)
            .filter(matcher -> matcher.find())
            .map(matcher -> matcher.group())
            .distinct()
            .limit(4)
            .collect(Collectors.joining(", "));
    return Optional.of(schemes)
        .filter(text -> !text.isEmpty())
        .map(text -> "A gateway before the server asks for a log-in of its own (" + text + ")");
  }

  private static Optional<String> page(Reply reply) {
    return Optional.of("A gateway before the server answered " + reply.status() + " with its page")
        .filter(_ -> reply.form() == Reply.Form.FOREIGN);
  }
}
