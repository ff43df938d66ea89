package dev.backupsync.simulator;

import static dev.backupsync.simulator.PlainClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backupsync.simulator.AzureScript.End;
import dev.backupsync.simulator.AzureScript.RunningEndTime;
import dev.backupsync.simulator.AzureScript.Urls;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AzureServerTest {
  static final String DEFAULT = "{\"syncType\":\"Default\"}";
  static final String VAULT =
      "/subscriptions/04cf684a-d41f-4550-9f70-7708a3a2283b/resourceGroups/testrg"
          + "/providers/Microsoft.DataProtection/backupVaults/testvault";

  final HandClock clock = new HandClock();
  final AzureServer azure = AzureServer.started(clock, 0);
  final AzureInstance instance = azure.addInstance("testbi");
  final PlainClient client = new PlainClient();

  @BeforeEach
  void logIn() throws Exception {
    client.bearer(
        json(token(AzureServer.TENANT, AzureServer.CLIENT_ID, AzureServer.CLIENT_SECRET))
            .path("access_token")
            .asText());
  }

  @AfterEach
  void close() {
    azure.close();
  }

  @Test
  void aSyncIsAcceptedAsOnTheVendorsPage() throws Exception {
    azure.script().retryAfter(Duration.ofSeconds(60));

    var answer = sync(DEFAULT);

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.headers().firstValue("Retry-After")).contains("60");
    assertThat(answer.headers().firstValue("x-ms-request-id")).isPresent();
    assertThat(answer.headers().firstValue("x-ms-correlation-request-id")).isPresent();
    assertThat(statusUrl(answer))
        .startsWith(azure.url() + VAULT + "/operationStatus/")
        .contains("==?api-version=");
    assertThat(resultUrl(answer))
        .startsWith(
            azure.url()
                + VAULT.replace(
                    "/backupVaults/testvault", "/backupInstances/testbi/operationResults/"))
        .hasSizeBetween(2900, 3300)
        .containsPattern("&t=\\d+&c=[^&]+&s=[^&]+&h=[^&]+$");
    assertThat(instance.acceptedSyncs()).isEqualTo(1);
  }

  @Test
  void anOperationMovesByTheClockAndTheInstanceConverges() throws Exception {
    azure.script().duration(Duration.ofMinutes(2)).percentComplete(true);
    var url = statusUrl(sync(DEFAULT));

    clock.advance(Duration.ofMinutes(1));
    var running = json(get(url));
    assertThat(running.fieldNames())
        .toIterable()
        .containsExactly("id", "name", "status", "startTime", "endTime", "percentComplete");
    assertThat(running.path("status").asText()).isEqualTo("Inprogress");
    assertThat(running.path("endTime").asText()).isEqualTo("0001-01-01T00:00:00Z");
    assertThat(running.path("percentComplete").asInt()).isEqualTo(50);
    assertThat(protection()).isEqualTo("ProtectionError");

    clock.advance(Duration.ofMinutes(1));
    var done = json(get(url));
    assertThat(done.path("status").asText()).isEqualTo("Succeeded");
    assertThat(done.path("endTime").asText()).isEqualTo("2026-01-01T00:02:00Z");
    assertThat(done.path("name").asText()).endsWith("==");
    assertThat(protection()).isEqualTo("ProtectionConfigured");
  }

  @ParameterizedTest
  @CsvSource({"200", "204"})
  void theLocationIs202UntilTheEnd(int end) throws Exception {
    azure
        .script()
        .urls(Urls.LOCATION)
        .duration(AzureScript.BY_HAND)
        .locationEnd(end)
        .pollRetryAfter(Duration.ofSeconds(7));
    var answer = sync(DEFAULT);
    assertThat(answer.headers().firstValue("Azure-AsyncOperation")).isEmpty();

    var running = get(resultUrl(answer));
    assertThat(running.statusCode()).isEqualTo(202);
    assertThat(running.headers().firstValue("Retry-After")).contains("7");
    assertThat(running.headers().firstValue("Location")).isPresent();

    azure.finish(instance);
    assertThat(get(resultUrl(answer)).statusCode()).isEqualTo(end);
    assertThat(azure.polls()).isEqualTo(2);
  }

  @Test
  void aFailureSaysWhyInsideOfItsError() throws Exception {
    var problem = AzureProblem.of("UserErrorMissingRequiredPermissions", "Assign the role.");
    azure.script().duration(AzureScript.BY_HAND);
    var answer = sync(DEFAULT);

    azure.fail(instance, problem);

    var status = json(get(statusUrl(answer)));
    assertThat(status.path("status").asText()).isEqualTo("Failed");
    assertUserFacing(status.path("error"), problem);
    assertThat(get(resultUrl(answer)).statusCode()).isEqualTo(400);
    assertThat(protection()).isEqualTo("ProtectionError");
  }

  private static void assertUserFacing(JsonNode error, AzureProblem problem) {
    assertThat(error.fieldNames())
        .toIterable()
        .containsExactly("code", "message", "target", "details", "additionalInfo");
    assertThat(error.at("/additionalInfo/0/type").asText()).isEqualTo("UserFacingError");
    var info = error.at("/additionalInfo/0/info");
    assertThat(info.path("code").asText()).isEqualTo(problem.code());
    assertThat(info.path("recommendedAction").get(0).asText()).isEqualTo(problem.hint());
    assertThat(info.path("isRetryable").isBoolean()).isTrue();
    assertThat(info.at("/properties/ActivityId").asText())
        .isEqualTo(problem.activityId().toString());
    assertThat(error.at("/details/0/additionalInfo/0/info")).isEqualTo(info);
  }

  @ParameterizedTest(name = "{0} {1} {2}: {3} {4}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          POST | $V/backupInstances/testbi/sync?api-version=2024-04-01 | {"syncType":"ForceResync"} | 202 |
          POST | $V/backupInstances/TESTBI/sync?api-version=2024-04-01 | {"syncType":"Default"}     | 202 |
          POST | $V/backupInstances/testbi/sync?api-version=2024-04-01 | {"syncType":"Sometimes"}   | 400 | BMSUserErrorInvalidInput
          POST | $V/backupInstances/testbi/sync?api-version=2024-04-01 | {}                         | 400 | BMSUserErrorInvalidInput
          POST | $V/backupInstances/testbi/sync?api-version=2024-04-01 | no JSON                    | 400 | BMSUserErrorInvalidInput
          POST | $V/backupInstances/testbi/sync                        | {"syncType":"Default"}     | 400 | MissingApiVersionParameter
          POST | $V/backupInstances/testbi/sync?api-version=1999-01-01 | {"syncType":"Default"}     | 400 | InvalidResourceType
          POST | $V/backupInstances/other/sync?api-version=2024-04-01  | {"syncType":"Default"}     | 404 | BMSUserErrorBackupInstanceNotFound
          POST | $V-x/backupInstances/testbi/sync?api-version=2024-04-01 | {"syncType":"Default"}   | 404 | ResourceNotFound
          GET  | $V/backupInstances/testbi?api-version=2024-04-01      | -                          | 200 |
          GET  | $V/backupInstances/other?api-version=2024-04-01       | -                          | 404 | BMSUserErrorBackupInstanceNotFound
          GET  | /subscriptions?api-version=2024-04-01                 | -                          | 404 | InvalidResourceType
          """)
  void judgesRequests(String method, String path, String body, int status, String code)
      throws Exception {
    var url = azure.url() + path.replace("$V", VAULT);

    var answer = method.equals("GET") ? get(url) : client.post(URI.create(url), body);

    assertThat(answer.statusCode()).isEqualTo(status);
    if (status >= 400) {
      assertThat(json(answer).at("/error/code").asText()).isEqualTo(code);
      assertThat(answer.headers().firstValue("x-ms-request-id")).isPresent();
    }
  }

  @Test
  void anAcceptWithParametersMasksRefusals() throws Exception {
    var url = azure.url().resolve(VAULT + "/backupInstances/other?api-version=2024-04-01");

    var answer = client.get(url, "Accept", "application/json; charset=utf-8");

    assertThat(answer.statusCode()).isEqualTo(406);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void tokensAreWantedAndExpire() throws Exception {
    var stranger = new PlainClient().post(azure.syncUrl(instance), DEFAULT);
    assertThat(stranger.statusCode()).isEqualTo(401);
    assertThat(stranger.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer ");
    assertThat(json(stranger).at("/error/code").asText()).isEqualTo("AuthenticationFailed");

    clock.advance(Duration.ofHours(1));
    assertThat(json(sync(DEFAULT)).at("/error/code").asText())
        .isEqualTo("ExpiredAuthenticationToken");
    assertThat(instance.acceptedSyncs()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    AzureServer.TENANT + "," + AzureServer.CLIENT_ID + ",wrong,401,invalid_client",
    AzureServer.TENANT + ",unknown,wrong,400,unauthorized_client",
    "unknown," + AzureServer.CLIENT_ID + ",wrong,400,invalid_request",
  })
  void theAuthorityRefusesInOauthsWords(
      String tenant, String client, String secret, int status, String error) throws Exception {
    var answer = token(tenant, client, secret);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(json(answer).path("error").asText()).isEqualTo(error);
    assertThat(json(answer).path("error_description").asText()).startsWith("AADSTS");
    assertThat(azure.tokens().issued()).as("only the one of every test").isEqualTo(1);
  }

  @Test
  void aSignedUrlChangedByOneByteIsRefused() throws Exception {
    azure.script().duration(AzureScript.BY_HAND);
    var url = statusUrl(sync(DEFAULT));

    assertThat(get(url).statusCode()).isEqualTo(200);
    assertThat(get(url.replace("%3d%3d", "%3D%3D")).statusCode()).isEqualTo(403);
    assertThat(get(url.replace("2024-04-01", "2023-01-01")).statusCode()).isEqualTo(403);
    assertThat(get(url.replace("==?", "%3D%3D?")).statusCode()).isEqualTo(403);
    assertThat(get(url + "&x=1").statusCode()).isEqualTo(403);
  }

  @Test
  void pollsMayBringNewUrlsThatReplaceTheOld() throws Exception {
    azure.script().duration(AzureScript.BY_HAND).renewUrls(true);
    var first = statusUrl(sync(DEFAULT));

    var second = statusUrl(get(first));

    assertThat(second).isNotEqualTo(first);
    assertThat(get(first).statusCode()).isEqualTo(403);
    assertThat(get(second).statusCode()).isEqualTo(200);
  }

  @Test
  void oneSyncPerVaultUnlessScripted() throws Exception {
    azure.script().duration(AzureScript.BY_HAND);
    var neighbour = azure.addInstance("other");
    assertThat(sync(DEFAULT).statusCode()).isEqualTo(202);

    assertThat(client.post(azure.syncUrl(neighbour), DEFAULT).statusCode()).isEqualTo(409);
    assertThat(neighbour.acceptedSyncs()).isZero();
    assertThat(neighbour.conflictingSyncs()).isEqualTo(1);

    azure.script().onePerVault(false);
    assertThat(sync(DEFAULT).statusCode()).isEqualTo(202);
    assertThat(instance.maxConcurrentOperations()).isEqualTo(2);
    assertThat(azure.maxConcurrentOperations()).isEqualTo(2);
  }

  @Test
  void aSyncMayBeDoneAtOnce() throws Exception {
    azure.script().atOnce(true).convergenceLag(1);

    assertThat(sync(DEFAULT).statusCode()).isEqualTo(200);
    assertThat(instance.isProtected()).isTrue();
    assertThat(protection()).isEqualTo("ProtectionError");
    assertThat(protection()).isEqualTo("ProtectionConfigured");
  }

  @Test
  void aBrokenInstanceShowsItsDetails() throws Exception {
    var problem = AzureProblem.of("UserErrorVaultMissing", "Grant it.");

    instance.broken(problem);

    var properties = json(instanceAnswer()).path("properties");
    assertThat(properties.at("/protectionErrorDetails/code").asText())
        .isEqualTo("UserErrorVaultMissing");
    assertThat(properties.at("/protectionErrorDetails/properties/ActivityId").isTextual()).isTrue();
    assertThat(properties.at("/protectionStatus/status").asText()).isEqualTo("ProtectionError");
  }

  @Test
  void formsOfAnswersAreScripted() throws Exception {
    azure
        .script()
        .duration(AzureScript.BY_HAND)
        .runningStatus("Resolving")
        .runningEndTime(RunningEndTime.WITHOUT_ZONE)
        .end(End.canceled("Cancelled"))
        .editOperations(json -> json.remove("name"));
    var url = statusUrl(sync(DEFAULT));

    var running = json(get(url));
    assertThat(running.path("status").asText()).isEqualTo("Resolving");
    assertThat(running.path("endTime").asText()).isEqualTo("0001-01-01T00:00:00");
    assertThat(running.has("name")).isFalse();
    azure.finish(instance);
    assertThat(json(get(url)).path("status").asText()).isEqualTo("Cancelled");
    assertThat(instance.isProtected()).isFalse();
  }

  @Test
  void aForeignHostRemembersTokensThatReachedIt() throws Exception {
    azure.script().urlsAt(azure.foreignHost().url());
    var url = URI.create(statusUrl(sync(DEFAULT)));
    assertThat(url.getHost()).isNotEqualTo(azure.url().getHost());

    assertThat(new PlainClient().get(url).statusCode()).isEqualTo(401);
    assertThat(azure.tokensSeenByForeignHost()).isZero();
    assertThat(client.get(url).statusCode())
        .as("it plays its part for those who trust it")
        .isEqualTo(200);
    assertThat(azure.tokensSeenByForeignHost()).isEqualTo(1);
  }

  @Test
  void theManagedIdentityEndpointWantsItsHeader() throws Exception {
    var url =
        URI.create(
            azure.managedIdentity().url()
                + "/metadata/identity/oauth2/token?api-version=2018-02-01&resource=r");

    assertThat(new PlainClient().get(url).statusCode()).isEqualTo(400);
    var token = json(new PlainClient().get(url, "Metadata", "true"));
    assertThat(token.fieldNames())
        .toIterable()
        .contains(
            "access_token",
            "client_id",
            "expires_in",
            "expires_on",
            "not_before",
            "resource",
            "token_type");
    client.bearer(token.path("access_token").asText());
    assertThat(sync(DEFAULT).statusCode()).isEqualTo(202);
  }

  @Test
  void otherSubscriptionsAreOtherWorlds() throws Exception {
    var stranger = UUID.randomUUID().toString();
    var elsewhere = azure.addInstance(stranger, "rg", "vault", "bi");
    assertThat(client.post(azure.syncUrl(elsewhere), DEFAULT).statusCode()).isEqualTo(202);

    azure.removeInstance(elsewhere);

    var gone = client.post(azure.syncUrl(elsewhere), DEFAULT);
    assertThat(json(gone).at("/error/code").asText()).isEqualTo("SubscriptionNotFound");
  }

  @Test
  void aVaultListsItsInstancesInPagesInAnyCase() throws Exception {
    azure.addInstance("second");
    azure.addInstance("third");
    azure.addInstance(AzureServer.SUBSCRIPTION, AzureServer.RESOURCE_GROUP, "other", "elsewhere");
    azure.script().pageSize(2);

    var list = azure.url() + VAULT.replace("testvault", "TestVault") + "/backupInstances";
    var first = json(get(list + "?api-version=2024-04-01"));
    var last = json(get(first.path("nextLink").asText()));

    assertThat(first.path("value").findValuesAsText("name")).contains("testbi", "second");
    assertThat(first.path("value")).hasSize(2);
    assertThat(first.path("value").path(0).path("properties").path("currentProtectionState"))
        .hasToString("\"ProtectionError\"");
    assertThat(last.path("value")).hasSize(1);
    assertThat(last.has("nextLink")).isFalse();
    assertThat(get(list).statusCode()).isEqualTo(400);
    assertThat(get(list.replace("TestVault", "nowhere") + "?api-version=2024-04-01").statusCode())
        .isEqualTo(404);
  }

  private String protection() throws Exception {
    return json(instanceAnswer()).at("/properties/currentProtectionState").asText();
  }

  private HttpResponse<String> instanceAnswer() throws Exception {
    return get(azure.url() + instance.id() + "?api-version=2024-04-01");
  }

  private static String statusUrl(HttpResponse<String> answer) {
    return answer.headers().firstValue("Azure-AsyncOperation").orElseThrow();
  }

  private static String resultUrl(HttpResponse<String> answer) {
    return answer.headers().firstValue("Location").orElseThrow();
  }

  private HttpResponse<String> sync(String body) throws Exception {
    return client.post(azure.syncUrl(instance), body, "Content-Type", "application/json");
  }

  private HttpResponse<String> get(String url) throws Exception {
    return client.get(URI.create(url), "Accept", "application/json");
  }

  private HttpResponse<String> token(String tenant, String clientId, String secret)
      throws Exception {
    var form =
        "grant_type=client_credentials&scope=https%3A%2F%2Fmanagement.azure.com%2F.default&client_id="
            + clientId
            + "&client_secret="
            + URLEncoder.encode(secret, StandardCharsets.UTF_8);
    return client.form(azure.url().resolve("/" + tenant + "/oauth2/v2.0/token"), form);
  }
}
