package dev.backupsync.simulator;

import static dev.backupsync.simulator.PlainClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backupsync.simulator.VeeamScript.End;
import dev.backupsync.simulator.VeeamScript.ListForm;
import dev.backupsync.simulator.VeeamScript.ProgressForm;
import dev.backupsync.simulator.VeeamScript.SecondStart;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VeeamServerTest {
  static final UUID REPOSITORY = UUID.fromString("08d2e6c0-89d5-49bf-8a9b-873f5064d9be");

  final HandClock clock = new HandClock();
  final VeeamServer veeam = VeeamServer.started(clock, 0);
  final VeeamRepository repository = veeam.addRepository(REPOSITORY, "Mail archive");
  final PlainClient client = new PlainClient();

  @BeforeEach
  void logIn() throws Exception {
    client.bearer(
        json(veeamToken("v8", "&disable_antiforgery_token=true")).path("access_token").asText());
  }

  @AfterEach
  void close() {
    veeam.close();
  }

  @ParameterizedTest
  @EnumSource
  void aSyncAnswersWhatTheVendorsPageSays(VeeamVersion version) throws Exception {
    var answer = sync(version.segment());
    var session = json(answer);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .contains("application/json; charset=utf-8");
    assertThat(answer.headers().firstValue("Content-Length")).isPresent();
    assertThat(session.fieldNames())
        .toIterable()
        .containsExactly("id", "repositoryId", "state", "progressPercent", "_links");
    assertThat(session.path("repositoryId").asText()).isEqualTo(REPOSITORY.toString());
    assertThat(session.path("state").asText()).isEqualTo("Synchronizing");
    assertThat(session.path("progressPercent").isInt()).isTrue();
    assertThat(session.at("/_links/self/href").asText())
        .isEqualTo(
            "/%s/RepositorySynchronizeSessions/%s", version.segment(), session.path("id").asText());
    assertThat(session.at("/_links/repository/href").asText())
        .isEqualTo("/%s/backuprepositories/%s", version.segment(), REPOSITORY);
  }

  @ParameterizedTest(name = "{0} {1} on a server with {2}: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET  | /v6/ServiceInstance                     | V6 | 401
          GET  | /v7/ServiceInstance                     | V6 | 404
          GET  | /v8/ServiceInstance                     | V8 | 401
          GET  | /v8/Health                              | V8 | 200
          GET  | /v7/Health                              | V7 | 401
          GET  | /v6/BackupRepositories                  | V6 | 401
          GET  | /v6/RepositorySynchronizeSessions       | V6 | 401
          POST | /v6/Token                               | V6 | 400
          POST | /v8/Token                               | V7 | 404
          GET  | /                                       | V8 | 404
          """)
  void strangersSee(String method, String path, VeeamVersion version, int status) throws Exception {
    veeam.serving(version);
    var stranger = new PlainClient();
    var url = veeam.url().resolve(path);

    var answer = method.equals("GET") ? stranger.get(url) : stranger.post(url, "");

    assertThat(answer.statusCode()).isEqualTo(status);
    if (status == 401) {
      assertThat(answer.body()).isEmpty();
    }
  }

  @Test
  void serviceInstanceTellsTheNewestVersionByAnyPath() throws Exception {
    var instance = json(get("/v6/ServiceInstance"));

    assertThat(instance.path("version").asText()).startsWith("8.");
    assertThat(UUID.fromString(instance.path("installationId").asText())).isNotNull();
  }

  @ParameterizedTest(name = "{0} {1} gives {2} and then {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          v6 |                                  | 200 | 200
          v6 | &disable_antiforgery_token=true  | 400 |
          v7 | &disable_antiforgery_token=true  | 200 | 200
          v7 |                                  | 200 | 400
          v8 | &disable_antiforgery_token=true  | 200 | 200
          v8 | &disable_antiforgery_token=false | 200 | 400
          """)
  void antiforgeryDependsOnTheVersion(String version, String extra, int token, Integer call)
      throws Exception {
    var granted = veeamToken(version, extra == null ? "" : extra);

    assertThat(granted.statusCode()).isEqualTo(token);
    if (token == 200) {
      client.bearer(json(granted).path("access_token").asText());
      assertThat(get("/" + version + "/BackupRepositories").statusCode()).isEqualTo(call);
    }
  }

  @Test
  void aTokenHasTheFieldsOfTheVendor() throws Exception {
    veeam.tokens().lifetime(Duration.ofSeconds(90)).expiresIn(VeeamTokens.ExpiresIn.TEXT);

    var token = json(veeamToken("v6", ""));

    assertThat(token.fieldNames())
        .toIterable()
        .containsExactly(
            "access_token",
            "token_type",
            "refresh_token",
            "expires_in",
            ".issued",
            ".expires",
            "userName");
    assertThat(token.path("expires_in").isTextual()).isTrue();
    assertThat(token.path("expires_in").asText()).isEqualTo("90");
    assertThat(token.path("userName").asText()).isEqualTo(VeeamServer.USER);
  }

  @Test
  void aRefreshTokenWorksOnce() throws Exception {
    var refresh =
        "grant_type=refresh_token&refresh_token="
            + json(veeamToken("v6", "")).path("refresh_token").asText();

    assertThat(client.form(veeam.url().resolve("/v6/Token"), refresh).statusCode()).isEqualTo(200);
    var again = client.form(veeam.url().resolve("/v6/Token"), refresh);

    assertThat(again.statusCode()).isEqualTo(400);
    assertThat(json(again).path("error").asText()).isEqualTo("invalid_grant");
    assertThat(json(again).has("error_description")).isTrue();
    assertThat(veeam.tokens().issued()).as("the one of every test, and two").isEqualTo(3);
  }

  @Test
  void anExpiredTokenIs401WithoutABody() throws Exception {
    clock.advance(Duration.ofHours(1));

    var answer = get("/v8/BackupRepositories");

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void loggingOutEndsTheToken() throws Exception {
    assertThat(post("/v6/token/logout").statusCode()).isEqualTo(404);
    assertThat(post("/v8/token/logout").statusCode()).isEqualTo(204);
    assertThat(get("/v8/ServiceInstance").statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({"v6,message", "v7,message errorCode", "v8,message errorCode stackTrace"})
  void anUnknownRepositoryIsSaidInTheVersionsWords(String version, String fields) throws Exception {
    var answer = post("/" + version + "/BackupRepositories/" + UUID.randomUUID() + "/Sync");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(json(answer).fieldNames()).toIterable().containsExactly(fields.split(" "));
  }

  @Test
  void repositoriesAreAnArrayAtFirstAndPagesInV8() throws Exception {
    for (int i = 0; i < 40; i++) {
      veeam.addRepository("Archive " + i);
    }

    assertThat(json(get("/v6/BackupRepositories"))).hasSize(41);
    assertThat(json(get("/v7/BackupRepositories")).get(0).has("objectStorageId")).isTrue();
    var page = json(get("/v8/BackupRepositories"));
    assertThat(page.fieldNames())
        .toIterable()
        .containsExactly("offset", "limit", "setId", "results", "_links");
    assertThat(page.path("results")).hasSize(30);
    assertThat(page.at("/results/0/objectStorage/id").isTextual()).isTrue();
    assertThat(json(get("/v8/BackupRepositories?offset=30&limit=10000")).path("results"))
        .hasSize(11);
    assertThat(get("/v8/BackupRepositories?limit=10001").statusCode()).isEqualTo(400);
  }

  @Test
  void aRunMovesByTheClock() throws Exception {
    veeam.script().duration(Duration.ofSeconds(100));
    var session = started("v6");

    clock.advance(Duration.ofSeconds(35));
    assertThat(json(get(session)).path("progressPercent").asInt()).isEqualTo(35);
    assertThat(repositoryIsOutOfSync()).isTrue();

    clock.advance(Duration.ofSeconds(65));
    assertThat(get(session).statusCode()).isEqualTo(404);
    assertThat(json(get("/v6/RepositorySynchronizeSessions"))).isEmpty();
    assertThat(repositoryIsOutOfSync()).isFalse();
  }

  @Test
  void aSessionMayStayWhenItIsOver() throws Exception {
    veeam.script().duration(VeeamScript.BY_HAND).end(new End.StayNone());
    var none = started("v6");
    veeam.finish(REPOSITORY);
    assertThat(json(get(none)).path("state").asText()).isEqualTo("None");

    veeam.script().end(new End.StayAtHundred());
    var hundred = started("v6");
    veeam.finish(REPOSITORY);
    assertThat(json(get(hundred)).path("state").asText()).isEqualTo("Synchronizing");
    assertThat(json(get(hundred)).path("progressPercent").asInt()).isEqualTo(100);
    assertThat(repository.acceptedStarts()).isEqualTo(2);
  }

  @Test
  void aFailedRunSaysWhyAndLeavesTheRepositoryAsItWas() throws Exception {
    veeam.script().duration(VeeamScript.BY_HAND);
    var session = started("v6");

    veeam.fail(REPOSITORY, "Object storage is unavailable");

    assertThat(json(get(session)).path("state").asText()).isEqualTo("Failed");
    assertThat(json(get(session)).path("error").asText())
        .isEqualTo("Object storage is unavailable");
    assertThat(repositoryIsOutOfSync()).isTrue();
  }

  @Test
  void theRepositoryMayLagBehindItsSession() throws Exception {
    veeam.script().outOfSyncLag(2);
    started("v6");
    veeam.finish(REPOSITORY);

    assertThat(repositoryIsOutOfSync()).isTrue();
    assertThat(repositoryIsOutOfSync()).isTrue();
    assertThat(repositoryIsOutOfSync()).isFalse();
  }

  @Test
  void stoppingAndStartingAgainResumes() throws Exception {
    var session = started("v6");
    veeam.advance(REPOSITORY, 40);

    assertThat(post(session.replace("v6", "v8") + "/StopSynchronize").statusCode()).isEqualTo(204);
    assertThat(get(session).statusCode()).isEqualTo(404);
    assertThat(repositoryIsOutOfSync()).isTrue();
    assertThat(json(sync("v6")).path("progressPercent").asInt()).isEqualTo(40);
    assertThat(veeam.stops()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "SAME_SESSION,200,1",
    "NEW_SESSION,200,2",
    "CONFLICT,409,1",
    "BAD_REQUEST,400,1",
    "SERVER_ERROR,500,1"
  })
  void aSecondStartIsCounted(SecondStart script, int status, int accepted) throws Exception {
    veeam.script().secondStart(script);
    started("v6");

    assertThat(sync("v6").statusCode()).isEqualTo(status);
    assertThat(repository.acceptedStarts()).isEqualTo(accepted);
    assertThat(repository.maxConcurrentSessions()).isEqualTo(accepted);
    assertThat(veeam.maxConcurrentSessions()).isEqualTo(accepted);
    assertThat(repository.repeatedStarts()).isEqualTo(1);
  }

  @Test
  void aHumansRunIsFoundAndNotCounted() throws Exception {
    var id = veeam.plantSession(REPOSITORY, 12);

    var listed = json(get("/v6/RepositorySynchronizeSessions")).get(0);
    assertThat(listed.path("id").asText()).isEqualTo(id);
    assertThat(listed.path("progressPercent").asInt()).isEqualTo(12);
    assertThat(repository.acceptedStarts()).isZero();
    assertThat(repository.maxConcurrentSessions()).isEqualTo(1);
  }

  @Test
  void aRestartOfTheServiceForgetsSessions() throws Exception {
    var session = started("v6");

    veeam.forgetSessions();

    assertThat(get(session).statusCode()).isEqualTo(404);
    assertThat(repositoryIsOutOfSync()).isTrue();
  }

  @Test
  void formsOfAnswersAreScripted() throws Exception {
    veeam.script().progress(ProgressForm.TEXT).list(ListForm.PAGE).queuedReads(1);
    assertThat(json(sync("v6")).path("state").asText()).isEqualTo("None");
    assertThat(
            json(get("/v6/RepositorySynchronizeSessions"))
                .at("/results/0/progressPercent")
                .isTextual())
        .isTrue();

    veeam
        .script()
        .list(ListForm.ONE)
        .progress(ProgressForm.NULL)
        .editSessions(json -> json.put("state", "SYNCHRONIZING"));
    JsonNode one = json(get("/v6/RepositorySynchronizeSessions"));
    assertThat(one.path("progressPercent").isNull()).isTrue();
    assertThat(one.path("state").asText()).isEqualTo("SYNCHRONIZING");
  }

  @Test
  void offersOnlyTheSeedsCallsWhereAsked() throws Exception {
    veeam.offerOnlySeedCalls();

    assertThat(get(started("v6")).statusCode()).isEqualTo(200);
    assertThat(get("/v6/BackupRepositories").statusCode()).isEqualTo(404);
    assertThat(get("/v6/RepositorySynchronizeSessions").statusCode()).isEqualTo(404);
    assertThat(get("/v6/ServiceInstance").statusCode()).isEqualTo(404);
  }

  private String started(String version) throws Exception {
    return json(sync(version)).at("/_links/self/href").asText();
  }

  private boolean repositoryIsOutOfSync() throws Exception {
    return json(get("/v6/BackupRepositories/" + REPOSITORY)).path("isOutOfSync").asBoolean();
  }

  private HttpResponse<String> sync(String version) throws Exception {
    return post("/" + version + "/BackupRepositories/" + REPOSITORY + "/Sync");
  }

  private HttpResponse<String> veeamToken(String version, String extra) throws Exception {
    var user =
        "grant_type=password&username=BACKUP%5Csvc-sync&password=p%26ss%3Dw%C3%B6rd%2B+100%25";
    return client.form(veeam.url().resolve("/" + version + "/Token"), user + extra);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.get(veeam.url().resolve(path));
  }

  private HttpResponse<String> post(String path) throws Exception {
    return client.post(veeam.url().resolve(path), "");
  }
}
