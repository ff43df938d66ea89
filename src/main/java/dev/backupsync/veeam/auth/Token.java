package dev.backupsync.veeam.auth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backupsync.api.v1alpha1.VeeamApiVersion;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A token pair.
 *
 * @param version the API version that granted it
 * @param renewAt a while before it expires
 */
public record Token(
    VeeamApiVersion version, String access, Optional<String> refresh, Instant renewAt)
    implements LoginResult {
  private static final Duration USUAL = Duration.ofHours(1);
  private static final Duration MARGIN = Duration.ofMinutes(1);

  /** The characters that a header may contain. */
  private static final Predicate<String> SENDABLE =
      Pattern.compile("[\\x21-\\x7e]{1,16384}").asMatchPredicate();

  private static final Predicate<String> SECONDS = Pattern.compile("[0-9]{1,9}").asMatchPredicate();

  /** Empty if the answer holds no token that can be sent. */
  static Optional<Token> read(VeeamApiVersion version, JsonNode body, Instant now) {
    var lifetime = lifetime(body, now);
    var tenth = lifetime.dividedBy(10);
    var margin = tenth.compareTo(MARGIN) < 0 ? tenth : MARGIN;
    return text(body, "access_token")
        .filter(SENDABLE)
        .map(
            access ->
                new Token(
                    version,
                    access,
                    text(body, "refresh_token"),
                    now.plus(lifetime.minus(margin))));
  }

  /** In seconds if possible, because the server's clock may differ from ours. */
  private static Duration lifetime(JsonNode body, Instant now) {
    return text(body, "expires_in")
        .filter(SECONDS)
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
        .or(
            () ->
                text(body, ".expires")
                    .flatMap(Token::time)
                    .map(expires -> Duration.between(now, expires)))
        .filter(Duration::isPositive)
        .orElse(USUAL);
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException _) {
      return httpDate(text);
    }
  }

  private static Optional<Instant> httpDate(String text) {
    try {
      return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Optional<String> text(JsonNode body, String field) {
    return Optional.of(body.path(field))
        .filter(JsonNode::isValueNode)
        .map(JsonNode::asText)
        .filter(text -> !text.isEmpty() && !text.equals("null"));
  }

  @Override
  public String toString() {
    return "Token[***, " + renewAt + "]";
  }
}
