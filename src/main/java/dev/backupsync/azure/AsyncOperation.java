package dev.backupsync.azure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backupsync.azure.rest.JsonText;
import dev.backupsync.http.Reply;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Reads what ARM says about an asynchronous operation: the headers of its start, the status
 * document, and the answers of a {@code Location} without a status. Pure, so it is tested as a
 * table.
 *
 * @param status the vendor's word, verbatim; empty if the answer itself is the status
 * @param percent empty unless the vendor gives one; never invented
 * @param urls where to read on, best first; empty if the answer names no new URL
 */
record AsyncOperation(
    State state, Optional<String> status, OptionalInt percent, List<OperationUrl> urls) {

  /** Every word that is not one of ARM's terminal ones means running. */
  enum State {
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED
  }

  private static final String ASYNC_OPERATION = "Azure-AsyncOperation";
  private static final String LOCATION = "Location";

  /**
   * A start that was accepted and goes on: 202, or a URL to read on. Empty if the answer is
   * complete in itself, and if it is a proxy's page.
   */
  static Optional<AsyncOperation> started(Reply reply) {
    var urls = both(reply);
    var accepted = reply.status() == 202 && reply.intact();
    return accepted || reply.header(ASYNC_OPERATION).isPresent()
        ? Optional.of(running(Optional.empty(), OptionalInt.empty(), urls))
        : Optional.empty();
  }

  /** A successful answer to a poll; empty if it does not say how the operation is going. */
  static Optional<AsyncOperation> polled(OperationUrl url, Reply reply) {
    if (!reply.intact()) {
      return Optional.empty(); // a proxy's page, or a truncated body
    }
    if (reply.body().has("status")) {
      return Optional.of(document(reply));
    }
    if (reply.status() == 202) {
      return Optional.of(running(Optional.empty(), percent(reply.body()), both(reply)));
    }
    return url.promisesStatus()
        ? Optional.empty()
        : Optional.of(
            new AsyncOperation(
                reply.body().has("error") ? State.FAILED : State.SUCCEEDED,
                Optional.empty(),
                OptionalInt.empty(),
                List.of()));
  }

  /** Its Location, if any, is where the result will be, and does not replace the status URL. */
  private static AsyncOperation document(Reply reply) {
    var status = JsonText.word(reply.body().path("status"));
    var state =
        switch (status.map(word -> word.toLowerCase(Locale.ROOT)).orElse("")) {
          case "succeeded" -> State.SUCCEEDED;
          case "failed" -> State.FAILED;
          case "canceled", "cancelled" -> State.CANCELLED;
          default -> State.RUNNING;
        };
    return new AsyncOperation(
        state, status, percent(reply.body()), named(reply, ASYNC_OPERATION).toList());
  }

  private static AsyncOperation running(
      Optional<String> status, OptionalInt percent, List<OperationUrl> urls) {
    return new AsyncOperation(State.RUNNING, status, percent, urls);
  }

  private static List<OperationUrl> both(Reply reply) {
    return Stream.concat(named(reply, ASYNC_OPERATION), named(reply, LOCATION)).toList();
  }

  private static Stream<OperationUrl> named(Reply reply, String header) {
    return reply.header(header).flatMap(OperationUrl::of).stream();
  }

  private static OptionalInt percent(JsonNode body) {
    var node = body.path("percentComplete");
    var percent = node.isNumber() || node.isTextual() ? node.asDouble(-1) : -1;
    return percent >= 0 && percent <= 100 ? OptionalInt.of((int) percent) : OptionalInt.empty();
  }
}
