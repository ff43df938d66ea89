package dev.backupsync.azure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.http.NoReply;
import dev.backupsync.http.PlainText;
import dev.backupsync.http.Reply;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads Azure's errors, whose useful part lies somewhere inside: CloudErrors nest, and the words
 * for people are often in an additionalInfo of a detail. Pure.
 */
final class CloudErrors {
  private static final String CORRELATION = "x-ms-correlation-request-id";
  private static final int MAX_DEPTH = 6; // what nests deeper has nothing to say to people
  private static final int MAX_DETAILS = 8;

  private CloudErrors() {}

  /** The error that a refusal carries, or at least its status where the body says nothing. */
  static SyncError refusal(Reply reply) {
    var body = reply.form().tooLong() ? reply.form().words() : "a body that is not JSON";
    var fallback =
        "Azure answered "
            + reply.status()
            + (reply.intact() ? " and gave no reason" : " with " + body);
    var error = read(reply.body().path("error"), "Http" + reply.status(), fallback);
    var correlation = reply.header(CORRELATION).map(PlainText::of);
    return with(error, reply.status(), correlation.orElse(error.correlationId()));
  }

  /** The error of an operation that ended badly; here the activity is worth more than the call. */
  static SyncError ofOperation(Reply reply, String status) {
    var error =
        read(
            reply.body().path("error"),
            "Operation" + status,
            "Azure says that the operation ended as " + status + " and gave no reason");
    var activity = Optional.ofNullable(error.correlationId());
    return with(
        error, null, activity.or(() -> reply.header(CORRELATION).map(PlainText::of)).orElse(null));
  }

  /** A UserFacingError that stands alone, as in {@code protectionErrorDetails}. */
  static Optional<SyncError> ofDetails(JsonNode details) {
    return details.isObject() && !details.isEmpty()
        ? Optional.of(read(details, "ProtectionError", "Azure gave no reason"))
        : Optional.empty();
  }

  static SyncError noReply(NoReply noReply) {
    return SyncError.of(noReply.cause().word(), PlainText.of(noReply.message()));
  }

  /** Whether any code in the answer is one of these, in lower case. */
  static boolean mentions(Reply reply, List<String> codes) {
    return family(reply.body().path("error"), 0)
        .map(error -> error.path("code").asText().toLowerCase(Locale.ROOT))
        .anyMatch(codes::contains);
  }

  private static SyncError read(JsonNode error, String code, String message) {
    var facing =
        family(error, 0)
            .map(CloudErrors::userFacing)
            .flatMap(Optional::stream)
            .filter(one -> one.message().isPresent())
            .findFirst()
            .orElse(UserFacingError.NONE);
    return new SyncError(
        facing.code().or(() -> first(error, one -> Scalars.word(one.path("code")))).orElse(code),
        facing
            .message()
            .or(() -> first(error, one -> Scalars.text(one.path("message"))))
            .orElse(message),
        null,
        facing.retryable().orElse(null),
        facing.actions(),
        facing.activityId().orElse(null),
        null);
  }

  private static Optional<String> first(
      JsonNode error, Function<JsonNode, Optional<String>> reader) {
    return family(error, 0).map(reader).flatMap(Optional::stream).findFirst();
  }

  /** In the error's additionalInfo, or the error itself where it has the marks of one. */
  private static Optional<UserFacingError> userFacing(JsonNode error) {
    if (error.has("recommendedAction") || error.has("isRetryable")) {
      return Optional.of(UserFacingError.read(error));
    }
    return error
        .path("additionalInfo")
        .valueStream()
        .limit(MAX_DETAILS)
        .filter(info -> info.path("type").asText().equalsIgnoreCase("UserFacingError"))
        .map(info -> UserFacingError.read(info.path("info")))
        .findFirst();
  }

  /** The error and what it nests, outermost first, as deep and as many as people would read. */
  private static Stream<JsonNode> family(JsonNode error, int depth) {
    if (!error.isObject() || depth == MAX_DEPTH) {
      return Stream.empty();
    }
    var children =
        Stream.concat(
            Stream.of(error.path("innerError")),
            error.path("details").valueStream().limit(MAX_DETAILS));
    return Stream.concat(Stream.of(error), children.flatMap(child -> family(child, depth + 1)));
  }

  private static SyncError with(
      SyncError error, @Nullable Integer status, @Nullable String correlationId) {
    return new SyncError(
        error.code(),
        error.message(),
        status,
        error.retryable(),
        error.recommendedActions(),
        correlationId,
        null);
  }
}
