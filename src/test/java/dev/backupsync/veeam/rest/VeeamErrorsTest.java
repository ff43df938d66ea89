package dev.backupsync.veeam.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.http.Reply;
import dev.backupsync.veeam.Json;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VeeamErrorsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {'message': 'Not here'}                                          | Http404          | Not here
          {'message': 'Not here', 'errorCode': 'ResourceNotFound'}         | ResourceNotFound | Not here
          {'message': 'No', 'errorCode': 'HttpError', 'stackTrace': 'at x'}| HttpError        | No
          {'error': 'invalid_grant', 'error_description': 'Wrong'}         | invalid_grant    | Wrong
          {'error': 'invalid_grant'}                                       | invalid_grant    | invalid_grant
          {'error': {'code': 'x', 'message': 'Deep'}}                      | Http404          | Deep
          {'title': 'Not Found', 'status': 404}                            | Http404          | Not Found
          {'message': '', 'errorCode': 'a b'}                              | Http404          | The server answered 404 and said no more
          {'message': null}                                                | Http404          | The server answered 404 and said no more
          []                                                               | Http404          | The server answered 404 and said no more
          {'message': 'a\\nBearer abc.def'}                                | Http404          | a Bearer ***
          """)
  void everyVersionsErrorsAreRead(String json, String code, String message) {
    var error = VeeamErrors.of(reply(json, true));

    assertThat(error.code()).isEqualTo(code);
    assertThat(error.message()).isEqualTo(message);
    assertThat(error.httpStatus()).isEqualTo(404);
    assertThat(error.recommendedActions()).isNotEmpty();
    assertThat(error.toString()).doesNotContain("at x");
  }

  @Test
  void aProxysPageIsNotShown() {
    assertThat(VeeamErrors.of(reply("null", false)).message())
        .isEqualTo("The server answered 404 with something that is not JSON");
  }

  @Test
  void whatTheVendorsSupportAsksForIsKept() {
    var headers = HttpHeaders.of(Map.of("x-request-id", List.of("r-1")), (_, _) -> true);

    var error = VeeamErrors.of(new Reply(404, Json.read("{}"), true, headers, Optional.empty()));

    assertThat(error.correlationId()).isEqualTo("r-1");
  }

  private static Reply reply(String json, boolean intact) {
    var none = HttpHeaders.of(Map.of(), (_, _) -> true);
    return new Reply(404, Json.read(json), intact, none, Optional.empty());
  }
}
