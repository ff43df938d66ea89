package dev.backupsync.azure;

import static dev.backupsync.azure.Replies.reply;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.azure.AsyncOperation.State;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AsyncOperationTest {
  static final String STATUS = "https://arm.example/vault/operationStatus/YQ==?t=1&s=a%3d";
  static final String RESULT = "https://arm.example/vault/operationResults/YQ==?t=1&s=b%3d";

  final OperationUrl status = OperationUrl.of(STATUS).orElseThrow();
  final OperationUrl result = OperationUrl.of(RESULT).orElseThrow();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"status":"Succeeded"}                                     | SUCCEEDED | Succeeded
          {"status":"SUCCEEDED","endTime":"0001-01-01T00:00:00"}     | SUCCEEDED | SUCCEEDED
          {"status":"Failed","error":{"code":"x"}}                   | FAILED    | Failed
          {"status":"failed"}                                        | FAILED    | failed
          {"status":"Canceled"}                                      | CANCELLED | Canceled
          {"status":"cancelled"}                                     | CANCELLED | cancelled
          {"status":"Inprogress","endTime":"0001-01-01T00:00:00Z"}   | RUNNING   | Inprogress
          {"status":"Running"}                                       | RUNNING   | Running
          {"status":"Succeeded?"}                                    | RUNNING   | Succeeded?
          {"status":"Resolving","error":{"code":"x"}}                | RUNNING   | Resolving
          {"status":null}                                            | RUNNING   |
          {"status":{"odd":true}}                                    | RUNNING   |
          {"status":7}                                               | RUNNING   | 7
          """)
  void readsAStatusDocument(String body, State state, String word) {
    var read = AsyncOperation.polled(status, reply(200, body)).orElseThrow();

    assertThat(read.state()).isEqualTo(state);
    assertThat(read.status().orElse(null)).isEqualTo(word);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          202 | ``                       | RUNNING
          202 | {}                       | RUNNING
          200 | ``                       | SUCCEEDED
          204 | ``                       | SUCCEEDED
          200 | {"properties":{}}        | SUCCEEDED
          200 | {"error":{"code":"x"}}   | FAILED
          202 | {"status":"Failed"}      | FAILED
          """)
  void readsTheAnswersOfALocation(int code, String body, State state) {
    var read = AsyncOperation.polled(result, reply(code, body));

    assertThat(read).map(AsyncOperation::state).contains(state);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          200 | ``
          200 | {}
          204 | ``
          200 | <html>up</html>
          202 | {"status":"Succ
          """)
  void doesNotTakeAnAnswerWithoutAStatusForOne(int code, String body) {
    assertThat(AsyncOperation.polled(status, reply(code, body))).isEmpty();
  }

  @Test
  void aPageOfAProxyIsNoEndOfALocationEither() {
    assertThat(AsyncOperation.polled(result, reply(200, "<html>up</html>"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          42       | 42
          42.9     | 42
          "42"     | 42
          0        | 0
          100      | 100
          null     | -
          -1       | -
          101      | -
          1e999    | -
          "half"   | -
          {}       | -
          true     | -
          """)
  void neverInventsAPercentage(String percent, Integer shown) {
    var body = "{\"status\":\"Inprogress\",\"percentComplete\":" + percent + "}";

    assertThat(AsyncOperation.polled(status, reply(200, body)).orElseThrow().percent())
        .isEqualTo(shown == null ? OptionalInt.empty() : OptionalInt.of(shown));
  }

  @Test
  void prefersTheStatusToTheLocation() {
    var started =
        AsyncOperation.started(
            reply(202, "", "Location: " + RESULT, "Azure-AsyncOperation: " + STATUS));

    assertThat(started.orElseThrow().urls())
        .extracting(OperationUrl::text)
        .containsExactly(STATUS, RESULT);
  }

  @Test
  void aStatusDocumentsLocationIsNoStatus() {
    var body = "{\"status\":\"Inprogress\"}";

    assertThat(
            AsyncOperation.polled(status, reply(200, body, "Location: " + RESULT))
                .orElseThrow()
                .urls())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "202, '', Other: x, true",
    "202, <html>, Other: x, false",
    "202, <html>, Location: " + RESULT + ", false",
    "200, '', Azure-AsyncOperation: " + STATUS + ", true",
    "201, <html>, Azure-AsyncOperation: " + STATUS + ", true",
    "200, '', Location: " + RESULT + ", false",
    "200, '', Other: x, false",
    "204, '', Other: x, false",
  })
  void knowsWhetherAStartGoesOn(int code, String body, String header, boolean goesOn) {
    assertThat(AsyncOperation.started(reply(code, body, header)).isPresent()).isEqualTo(goesOn);
  }

  @Test
  void anAcceptedStartWithoutAUsableUrlIsStillAccepted() {
    var started = AsyncOperation.started(reply(202, "", "Location: ftp://example/x"));

    assertThat(started.orElseThrow().urls()).isEmpty();
  }
}
