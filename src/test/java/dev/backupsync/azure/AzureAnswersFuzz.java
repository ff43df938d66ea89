package dev.backupsync.azure;

import static dev.backupsync.hostile.TextAssertions.holds;

import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.util.Context;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.backupsync.azure.auth.AuthorityHttp;
import dev.backupsync.azure.auth.LoginErrors;
import dev.backupsync.hostile.AnsweringClient;
import dev.backupsync.hostile.Answers;
import dev.backupsync.hostile.TextAssertions;
import dev.backupsync.http.CallResult.Replied;
import dev.backupsync.http.JsonHttp;
import dev.backupsync.http.Reply;
import dev.backupsync.http.TrafficListener;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Whatever Resource Manager or the authority answers, or somebody in its place: it is read without
 * harm.
 */
class AzureAnswersFuzz {
  private static final TrustedHosts TRUSTED =
      TrustedHosts.of(URI.create("https://arm.example"), List.of("Other.example"));
  private static final OperationUrl STATUS = url("https://arm.example/x/operationStatus/y");
  private static final OperationUrl RESULT = url("https://arm.example/x/operationResults/y");

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
  private static final URI LOGIN = URI.create("https://login.example/t/oauth2/v2.0/token");

  private static OperationUrl url(String text) {
    return OperationUrl.of(text).orElseThrow();
  }

  @FuzzTest
  void everyReader(byte[] input) {
    var answers = Answers.of(input);
    OperationUrl.of(answers.header()).ifPresent(url -> judge(url, answers.header()));
    BackupInstance.read(answers.body()).ifPresent(AzureAnswersFuzz::judge);
    InstancePage.read(answers.body()).ifPresent(AzureAnswersFuzz::judge);
    AzureErrors.ofDetails(answers.body()).ifPresent(TextAssertions::error);
    answers
        .replies("Azure-AsyncOperation", "Location", "x-ms-correlation-request-id")
        .forEach(AzureAnswersFuzz::judge);
    judge(answers.conversation());
  }

  /** What azure-identity is given to read, and what is told where it finds no token in it. */
  private static void judge(AnsweringClient authority) {
    var http = new AuthorityHttp(new JsonHttp(authority, PATIENCE, CLOCK, TrafficListener.NONE, 1));
    try (var response =
        http.sendSync(new HttpRequest(HttpMethod.POST, LOGIN.toString()), Context.NONE)) {
      var text = response.getBodyAsBinaryData().toString();
      holds(response.getStatusCode() > 0 && !text.contains("\0"), "what JSON may hold");
    }
    TextAssertions.error(LoginErrors.read(http.last().orElseThrow()).error());
    holds(authority.asked().equals(List.of(LOGIN)), "asked once: " + authority.asked());
  }

  private static void judge(Reply reply) {
    TextAssertions.error(AzureErrors.refusal(reply));
    TextAssertions.error(AzureErrors.ofOperation(reply, "Failed"));
    var _ = AzureErrors.mentions(reply, List.of("objectlocked"));
    var _ = AzureOutcomes.ofStart(reply);
    var _ = AzureOutcomes.trouble(reply);
    var _ = AzureLookups.of(new Replied<>(reply));
    TextAssertions.error(
        LoginErrors.read(new AuthorityHttp.LastExchange("login.example", reply)).error());
    AsyncOperation.started(reply).ifPresent(AzureAnswersFuzz::judge);
    AsyncOperation.polled(STATUS, reply).ifPresent(AzureAnswersFuzz::judge);
    AsyncOperation.polled(RESULT, reply).ifPresent(AzureAnswersFuzz::judge);
  }

  private static void judge(AsyncOperation operation) {
    TextAssertions.word(operation.status(), 128);
    operation.percent().ifPresent(percent -> holds(percent >= 0 && percent <= 100, "percent"));
    var moved = new OperationUrls(TRUSTED).moved(STATUS, operation);
    moved.flatMap(handle -> handle.knownUrl()).ifPresent(AzureAnswersFuzz::judgeTrusted);
  }

  private static void judge(InstancePage page) {
    page.instances().forEach(one -> judge(one.instance()));
    page.nextLink()
        .flatMap(OperationUrl::of)
        .filter(TRUSTED::trust)
        .ifPresent(url -> judgeTrusted(url.text()));
  }

  private static void judge(BackupInstance instance) {
    TextAssertions.word(Optional.of(instance.state()), 128);
    instance.error().ifPresent(TextAssertions::error);
  }

  private static void judge(OperationUrl url, String raw) {
    holds(url.text().equals(raw), "sent as it came");
    holds(OperationUrl.of(url.text()).isPresent(), "read again");
    holds(url.handle().knownUrl().equals(Optional.of(raw)), "kept as it came");
    if (TRUSTED.trust(url)) {
      judgeTrusted(raw);
    }
  }

  /** By the eyes of the client that sends the token. */
  private static void judgeTrusted(String url) {
    var uri = URI.create(url);
    holds(uri.getScheme().equalsIgnoreCase("https"), url);
    holds(uri.getRawUserInfo() == null, url);
    var host = uri.getHost();
    var arm = host.equalsIgnoreCase("arm.example") && (uri.getPort() < 0 || uri.getPort() == 443);
    holds(arm || host.equalsIgnoreCase("other.example"), url);
  }
}
