package dev.backupsync.azure;

import static dev.backupsync.azure.Replies.reply;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.backupsync.api.v1alpha1.StatusBudget;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.http.Reply;
import java.net.http.HttpHeaders;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AzureErrorsTest {
  static final String FACING =
      """
      {"code":"UserErrorX","message":"Useful words.","recommendedAction":["Do this.","Do that."],
       "isRetryable":true,"isUserError":false,"properties":{"ActivityId":"activity-1"}}\
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"error":{"code":"A","message":"B"}}                                        | A       | B
          {"error":{"code":"A","message":"","details":[{"code":"C","message":"D"}]}}  | A       | D
          {"error":{"details":[{"details":[{"code":"C","message":"D"}]}]}}            | C       | D
          {"error":{"code":"A","innerError":{"message":"D"}}}                         | A       | D
          {"error":{"code":7,"message":true}}                                         | 7       | true
          {"error":{"code":{},"message":[]}}                                          | Http418 | Azure answered 418 and gave no reason
          {"error":"text"}                                                            | Http418 | Azure answered 418 and gave no reason
          {}                                                                          | Http418 | Azure answered 418 and gave no reason
          []                                                                          | Http418 | Azure answered 418 and gave no reason
          ``                                                                          | Http418 | Azure answered 418 and gave no reason
          <html>teapot</html>                                                         | Http418 | Azure answered 418 with a body that is not JSON
          {"error":{"code":"A","message":"one\\ntwo"}}                                | A       | one two
          """)
  void findsCodeAndMessage(String body, String code, String message) {
    var error = AzureErrors.refusal(reply(418, body));

    assertThat(error.code()).isEqualTo(code);
    assertThat(error.message()).isEqualTo(message);
    assertThat(error.httpStatus()).isEqualTo(418);
  }

  @Test
  void anAnswerThatIsTooLongIsCalledSo() {
    var headers = HttpHeaders.of(Map.of(), (_, _) -> true);
    var body = MissingNode.getInstance();
    var reply = new Reply(418, body, Reply.Form.TOO_LONG, headers, Optional.empty());

    assertThat(AzureErrors.refusal(reply).message())
        .isEqualTo("Azure answered 418 with more than 1,048,576 bytes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"error":{"code":"CloudInternalError","message":"?","additionalInfo":[{"type":"Other"},{"type":"UserFacingError","info":$F}]}}
          {"error":{"code":"?","message":"?","details":[{"code":"?","additionalInfo":[{"type":"userfacingerror","info":$F}]}]}}
          {"error":{"code":"?","message":"?","details":[{"details":[$F]}]}}
          {"error":$F}
          """)
  void prefersTheWordsThatAreMeantForPeople(String body) {
    assertUseful(AzureErrors.refusal(reply(400, body.replace("$F", FACING))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"error":{"code":"A","message":"B","additionalInfo":[{"type":"UserFacingError","info":$F}]}}
          {"error":{"code":"A","message":"B","recommendedAction":["Do this.","Do that."],"properties":{"ActivityId":"activity-1"}}}
          {"error":{"code":"A","message":"B","innerError":$F}}
          {"error":{"code":"A","message":"B","innererror":$F}}
          {"error":{"code":"A","message":"B","details":[{"code":"C"},{"innerError":$F}]}}
          {"error":{"code":"A","message":"B","details":[{"additionalInfo":[{"type":"UserFacingError","info":$F}]}]}}
          {"error":{"code":"A","additionalInfo":[{"type":"UserFacingError","info":{"message":"B","innerError":$F}}]}}
          {"error":{"code":"A","additionalInfo":[{"type":"UserFacingError","info":{"message":"B","details":[$F]}}]}}
          {"error":{"code":"A","message":"B","additionalInfo":[{"type":"UserFacingError","info":{"recommendedAction":[]}},{"type":"UserFacingError","info":$F}]}}
          """)
  void whatToDoIsToldFromWhereverItLies(String body) {
    var words =
        """
        {"recommendedAction":["Do this.","Do that."],"properties":{"ActivityId":"activity-1"}}\
        """;
    var error = AzureErrors.refusal(reply(400, body.replace("$F", words)));

    assertThat(error.code()).isEqualTo("A");
    assertThat(error.message()).isEqualTo("B");
    assertThat(error.recommendedActions()).containsExactly("Do this.", "Do that.");
    assertThat(error.correlationId()).isEqualTo("activity-1");
  }

  @Test
  void readsTheDetailsOfAnInstance() {
    assertUseful(AzureErrors.ofDetails(Replies.json(FACING).orElseThrow()).orElseThrow());
    assertThat(AzureErrors.ofDetails(Replies.json("{}").orElseThrow())).isEmpty();
    assertThat(AzureErrors.ofDetails(Replies.json("null").orElseThrow())).isEmpty();
  }

  private static void assertUseful(SyncError error) {
    assertThat(error.code()).isEqualTo("UserErrorX");
    assertThat(error.message()).isEqualTo("Useful words.");
    assertThat(error.recommendedActions()).containsExactly("Do this.", "Do that.");
    assertThat(error.retryable()).isTrue();
    assertThat(error.correlationId()).isEqualTo("activity-1");
  }

  @Test
  void aRefusalKeepsTheCallsIdForSupportAndAnOperationItsActivity() {
    var body = "{\"status\":\"Failed\",\"error\":" + FACING + "}";
    var answer = reply(400, body, "x-ms-correlation-request-id: call-1");

    assertThat(AzureErrors.refusal(answer).correlationId()).isEqualTo("call-1");
    assertThat(AzureErrors.ofOperation(answer, "Failed").correlationId()).isEqualTo("activity-1");
    assertThat(AzureErrors.ofOperation(answer, "Failed").httpStatus()).isNull();
  }

  @Test
  void anOperationMayFailWithoutAWord() {
    var error = AzureErrors.ofOperation(reply(200, "{\"status\":\"Failed\"}"), "Failed");

    assertThat(error.code()).isEqualTo("OperationFailed");
    assertThat(error.message()).contains("Failed");
  }

  @Test
  void whatNestsWithoutAnEndIsReadUpToADepth() {
    var body = "{\"details\":[".repeat(30) + "{\"message\":\"deep\"}" + "]}".repeat(30);

    assertThat(AzureErrors.refusal(reply(500, "{\"error\":" + body + "}")).message())
        .isEqualTo("Azure answered 500 and gave no reason");
  }

  @Test
  void messagesAreBoundedAndFreeOfSignaturesAndTokens() {
    var message =
        "Bearer eyJ0eXAiOiJKV1QifQ.abc.def failed at https://arm.example/x?s=signature "
            + "x".repeat(5000);
    var error = AzureErrors.refusal(reply(400, "{\"error\":{\"message\":\"" + message + "\"}}"));

    assertThat(error.message())
        .hasSizeLessThanOrEqualTo(StatusBudget.MESSAGE)
        .doesNotContain("eyJ0", "signature");
  }
}
