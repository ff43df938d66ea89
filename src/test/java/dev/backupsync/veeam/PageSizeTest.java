package dev.backupsync.veeam;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.backupsync.http.CallResult;
import dev.backupsync.http.NoReply;
import dev.backupsync.http.Reply;
import dev.backupsync.veeam.auth.NoAccess;
import java.net.http.HttpHeaders;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PageSizeTest {
  private final PageSize pages = new PageSize();

  private static Stream<CallResult<NoAccess>> tooMuch() {
    return Stream.of(
        silent(NoReply.Cause.TIMEOUT),
        replied(408, Reply.Form.FOREIGN),
        replied(504, Reply.Form.FOREIGN),
        replied(200, Reply.Form.LIST_TOO_LONG),
        replied(200, Reply.Form.TOO_LONG));
  }

  private static Stream<CallResult<NoAccess>> noReason() {
    return Stream.of(
        silent(NoReply.Cause.UNREACHABLE),
        silent(NoReply.Cause.QUEUED),
        replied(500, Reply.Form.JSON),
        replied(429, Reply.Form.JSON),
        replied(200, Reply.Form.JSON));
  }

  @ParameterizedTest
  @MethodSource("tooMuch")
  void whatWasTooMuchIsAskedForInSmallerPagesDownToABound(CallResult<NoAccess> answer) {
    assertThat(pages.entries()).isEqualTo(PageSize.LARGEST);

    pages.learn(pages.entries(), answer);
    assertThat(pages.entries()).isEqualTo(333);
    for (int i = 0; i < 10; i++) {
      pages.learn(pages.entries(), answer);
    }

    assertThat(pages.entries()).isEqualTo(PageSize.SMALLEST);
  }

  @ParameterizedTest
  @MethodSource("noReason")
  void otherTroubleIsNoReasonForSmallerPages(CallResult<NoAccess> answer) {
    pages.learn(pages.entries(), answer);

    assertThat(pages.entries()).isEqualTo(PageSize.LARGEST);
  }

  /** Several that asked at once all learn the same, and learn it once. */
  @Test
  void manyThatFailTogetherShrinkItOnce() {
    for (int i = 0; i < 5; i++) {
      pages.learn(1000, silent(NoReply.Cause.TIMEOUT));
    }

    assertThat(pages.entries()).isEqualTo(333);
  }

  @Test
  void listsThatAreReadToTheirEndLetItGrowBackUpToABound() {
    pages.learn(1000, silent(NoReply.Cause.TIMEOUT));
    pages.grow();
    assertThat(pages.entries()).isEqualTo(383);
    for (int i = 0; i < 100; i++) {
      pages.grow();
    }

    assertThat(pages.entries()).isEqualTo(PageSize.LARGEST);
  }

  private static CallResult<NoAccess> silent(NoReply.Cause cause) {
    return new CallResult.Unanswered<>(new NoReply(cause, true, "any"));
  }

  private static CallResult<NoAccess> replied(int status, Reply.Form form) {
    return new CallResult.Replied<>(
        new Reply(
            status,
            MissingNode.getInstance(),
            form,
            HttpHeaders.of(Map.of(), (_, _) -> true),
            Optional.empty()));
  }
}
