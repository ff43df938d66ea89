package dev.backupsync.azure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.azure.rest.JsonText;
import dev.backupsync.http.GatewayLogin;
import dev.backupsync.http.NoReply;
import dev.backupsync.http.Redactor;
import dev.backupsync.http.Reply;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads Azure's errors, whose useful part may be nested at any depth: CloudErrors nest, and the
 * text for users is often in an additionalInfo of a detail. Pure.
 */
final class AzureErrors {
  private static final String CORRELATION = "x-ms-correlation-request-id";
  private static final String PROTECTION = "ProtectionError";
  private static final int MAX_DEPTH = 6; // deeper parts say nothing useful to users
  private static final int MAX_DETAILS = 8;

  private AzureErrors() {}

  /** The error in a refusal, or at least its HTTP status if the body says nothing. */
  static SyncError refusal(Reply reply) {
    var body = reply.form().tooLong() ? reply.form().words() : "a body that is not JSON";
    var fallback =
        "Azure answered "
            + reply.status()
            + (reply.intact() ? " and gave no reason" : " with " + body);
    var error = read(reply.body().path("error"), "Http" + reply.status(), fallback);
    var correlation = reply.header(CORRELATION).map(Redactor::of);
    return with(error, reply.status(), correlation.orElse(error.correlationId()));
  }

  /** The error if a gateway on the way refused us, and not Azure. */
  static Optional<SyncError> gateway(Reply reply) {
    return GatewayLogin.in(reply)
        .map(
            message ->
                with(
                    SyncError.of("GatewayLogin", message, "Let the operator through the gateway."),
                    reply.status(),
                    null));
  }

  /** The error of a failed operation; here the activity id is more useful than the request id. */
  static SyncError ofOperation(Reply reply, String status) {
    var error =
        read(
            reply.body().path("error"),
            "Operation" + status,
            "Azure says that the operation ended as " + status + " and gave no reason");
    var activity = Optional.ofNullable(error.correlationId());
    return with(
        error, null, activity.or(() -> reply.header(CORRELATION).map(Redactor::of)).orElse(null));
  }

  /** A UserFacingError without an enclosing error, as in {@code protectionErrorDetails}. */
  static Optional<SyncError> ofDetails(JsonNode details) {
    return details.isObject() && !details.isEmpty()
        ? Optional.of(read(details, PROTECTION, "Azure gave no reason"))
        : Optional.empty();
  }

  static SyncError noReply(NoReply noReply) {
    return SyncError.of(noReply.cause().word(), Redactor.of(noReply.message()));
  }

  /** Whether any code in the answer is one of these; they must be in lower case. */
  static boolean mentions(Reply reply, List<String> codes) {
    return family(reply.body().path("error"), false, 0)
        .map(part -> part.node().path("code").asText().toLowerCase(Locale.ROOT))
        .anyMatch(codes::contains);
  }

  /**
   * An error, or an error nested in one.
   *
   * @param facing whether Azure Backup wrote it for users
   */
  private record Part(JsonNode node, boolean facing) {}

  /**
   * Takes each part from wherever it is: an error for users may lack its message, and may nest too.
   */
  private static SyncError read(JsonNode error, String code, String message) {
    var all = family(error, code.equals(PROTECTION), 0).toList();
    var facing =
        all.stream().filter(Part::facing).map(part -> UserFacingError.read(part.node())).toList();
    var withMessage = facing.stream().filter(one -> one.message().isPresent()).findFirst();
    var inOrder = Stream.concat(withMessage.stream(), facing.stream()).toList();
    return new SyncError(
        first(inOrder, UserFacingError::code)
            .or(() -> first(all, part -> JsonText.word(part.node().path("code"))))
            .orElse(code),
        first(inOrder, UserFacingError::message)
            .or(() -> first(all, part -> JsonText.text(part.node().path("message"))))
            .orElse(message),
        null,
        first(inOrder, UserFacingError::retryable).orElse(null),
        first(inOrder, one -> Optional.of(one.actions()).filter(list -> !list.isEmpty()))
            .orElseGet(List::of),
        first(inOrder, UserFacingError::activityId).orElse(null),
        null);
  }

  private static <P, T> Optional<T> first(List<P> parts, Function<P, Optional<T>> reader) {
    return parts.stream().map(reader).flatMap(Optional::stream).findFirst();
  }

  /** The error and what is nested in it, outermost first, limited to what users would read. */
  private static Stream<Part> family(JsonNode error, boolean facing, int depth) {
    if (!error.isObject() || depth == MAX_DEPTH) {
      return Stream.empty();
    }
    var marked = facing || error.has("recommendedAction") || error.has("isRetryable");
    var nested =
        Stream.concat(
                Stream.of(error.path("innerError"), error.path("innererror")),
                error.path("details").valueStream().limit(MAX_DETAILS))
            .flatMap(child -> family(child, facing, depth + 1));
    var facts =
        error
            .path("additionalInfo")
            .valueStream()
            .limit(MAX_DETAILS)
            .filter(info -> info.path("type").asText().equalsIgnoreCase("UserFacingError"))
            .flatMap(info -> family(info.path("info"), true, depth + 1));
    return Stream.of(Stream.of(new Part(error, marked)), facts, nested).flatMap(part -> part);
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
