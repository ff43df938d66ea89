package dev.backupsync.simulator;

import static dev.backupsync.simulator.PlainClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SimulatedVendorTest {
  static final String SYNC = "/v8/BackupRepositories/[^/]+/Sync";

  final VeeamServer veeam = VeeamServer.started();
  final VeeamRepository repository = veeam.addRepository("Mail archive");
  final PlainClient client = new PlainClient();
  final URI health = veeam.url().resolve("/v8/Health");

  @AfterEach
  void close() {
    veeam.close();
  }

  static Stream<Arguments> answers() {
    var time = Instant.parse("2026-01-04T12:00:00Z");
    return Stream.of(
        Arguments.of(Fault.status(500), 500, "Content-Length", "0", ""),
        Arguments.of(
            Fault.status(409, "{}"), 409, "Content-Type", "application/json; charset=utf-8", "{}"),
        Arguments.of(Fault.retryAfter(429, Duration.ofSeconds(17)), 429, "Retry-After", "17", ""),
        Arguments.of(
            Fault.retryAt(503, time), 503, "Retry-After", "Sun, 4 Jan 2026 12:00:00 GMT", ""),
        Arguments.of(Fault.wrongType("text/plain"), 200, "Content-Type", "text/plain", "{}"),
        Arguments.of(
            Fault.redirect(URI.create("https://b.test/")), 307, "Location", "https://b.test/", ""));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void answersInsteadOfTheVendor(Fault fault, int status, String header, String value, String body)
      throws Exception {
    veeam.faults().next(Match.any(), fault);

    var answer = client.get(health);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue(header).orElse("")).isEqualTo(value);
    assertThat(answer.body()).isEqualTo(body);
    assertThat(client.get(health).statusCode()).as("a fault strikes once").isEqualTo(200);
  }

  @Test
  void aPageOfHtmlLooksLikeAGateways() throws Exception {
    veeam.faults().always(Match.path("/v8/.*"), Fault.html(502));

    assertThat(client.get(health).body()).startsWith("<html>");
    assertThat(client.get(health).statusCode()).isEqualTo(502);
    veeam.faults().clear();
    assertThat(client.get(health).statusCode()).isEqualTo(200);
  }

  @Test
  void faultsStrikeOnlyWhatTheyMatchAndInOrder() throws Exception {
    veeam
        .faults()
        .next(Match.post(".*"), Fault.status(500))
        .next(Match.get(".*"), Fault.status(501))
        .next(2, Match.get(".*"), Fault.status(502));

    assertThat(client.get(health).statusCode()).isEqualTo(501);
    assertThat(client.get(health).statusCode()).isEqualTo(502);
    assertThat(client.get(health).statusCode()).isEqualTo(502);
    assertThat(client.get(health).statusCode()).isEqualTo(200);
    assertThat(veeam.faults().pending()).isEqualTo(1);
  }

  @Test
  void aResetDoesNoWorkAndALostAnswerDoesIt() throws Exception {
    logIn();
    veeam
        .faults()
        .next(Match.post(SYNC), new Fault.Reset())
        .next(Match.post(SYNC), Fault.lostAnswer());

    assertThatThrownBy(this::sync).isInstanceOf(IOException.class);
    assertThat(repository.acceptedStarts()).isZero();

    assertThatThrownBy(this::sync).isInstanceOf(IOException.class);
    assertThat(repository.acceptedStarts()).isEqualTo(1);
    assertThat(veeam.requests().count("POST", SYNC, 0)).as("unanswered").isEqualTo(2);
  }

  @Test
  void theWorkMayBeDoneAndAnsweredWithAnError() throws Exception {
    logIn();
    veeam.faults().next(Match.post(SYNC), new Fault.AfterProcessing(Fault.html(504)));

    assertThat(sync()).isEqualTo(504);
    assertThat(repository.acceptedStarts()).isEqualTo(1);
  }

  @Test
  void anAnswerMayBreakOffInTheMiddle() {
    veeam.faults().next(Match.any(), new Fault.Truncated());

    assertThatThrownBy(() -> client.get(health)).isInstanceOf(IOException.class);
  }

  @Test
  void anAnswerMayBeHuge() throws Exception {
    veeam.faults().next(Match.any(), new Fault.Flood(5_000_000));

    assertThat(client.get(health).body()).hasSize(5_000_000).startsWith("\"").endsWith("\"");
  }

  static Stream<Fault> withoutAnEnd() {
    return Stream.of(
        Fault.endless(),
        new Fault.Dribble(Duration.ofMillis(1)),
        new Fault.Latency(Duration.ofHours(1)));
  }

  @ParameterizedTest
  @MethodSource("withoutAnEnd")
  void anAnswerMayNeverEndUntilTheServerStops(Fault fault) throws Exception {
    veeam.faults().next(Match.any(), fault);
    var discarded =
        client.http().sendAsync(HttpRequest.newBuilder(health).build(), BodyHandlers.discarding());
    while (veeam.count("GET", "/v8/Health") == 0) {
      Thread.onSpinWait();
    }

    assertThat(discarded).isNotDone();
    veeam.stop();
    assertThat(discarded).failsWithin(Duration.ofSeconds(10));
  }

  @Test
  void latencyIsTheGenuineAnswerAndLate() throws Exception {
    veeam.faults().next(Match.any(), new Fault.Latency(Duration.ofMillis(5)));
    assertThat(client.get(health).body()).contains("Healthy");

    veeam.faults().next(Match.any(), new Fault.Latency(Duration.ofHours(1)));
    var impatient = HttpRequest.newBuilder(health).timeout(Duration.ofMillis(50)).build();
    assertThatThrownBy(() -> client.http().send(impatient, BodyHandlers.ofString()))
        .isInstanceOf(HttpTimeoutException.class);
  }

  @Test
  void comesBackAtTheSameAddressWithEverythingKnown() throws Exception {
    logIn();
    sync();
    veeam.stop();
    assertThatThrownBy(() -> client.get(health)).isInstanceOf(IOException.class);

    veeam.start();

    assertThat(client.get(health).statusCode()).isEqualTo(200);
    assertThat(veeam.runningSessions()).hasSize(1);
  }

  static Stream<Identity> badCertificates() {
    var ca = Certificates.shared();
    return Stream.of(ca.expired(), ca.wrongName(), Certificates.untrusted());
  }

  @ParameterizedTest
  @MethodSource("badCertificates")
  void aBadCertificateIsRefusedByAnHonestClient(Identity identity) throws Exception {
    assertThat(client.get(health).statusCode()).isEqualTo(200);

    veeam.present(identity);
    assertThatThrownBy(() -> client.get(health)).isInstanceOf(SSLHandshakeException.class);

    veeam.present(Certificates.shared().trusted());
    assertThat(client.get(health).statusCode()).isEqualTo(200);
  }

  @Test
  void remembersEveryRequestButNoSecret() throws Exception {
    client
        .bearer("secret")
        .get(veeam.url().resolve("/v8/ServiceInstance?x=secret"), "X-Trace", "t");

    var request = veeam.requests().all().getLast();

    assertThat(request.path()).isEqualTo("/v8/ServiceInstance");
    assertThat(request.status()).isEqualTo(401);
    assertThat(request.authorized()).isTrue();
    assertThat(request.header("x-trace")).contains("t");
    assertThat(request.toString()).doesNotContain("secret");
  }

  private void logIn() throws Exception {
    var form = "grant_type=password&username=u&password=p";
    veeam.tokens().user("u", "p");
    client.bearer(
        json(client.form(veeam.url().resolve("/v6/Token"), form)).path("access_token").asText());
  }

  private int sync() throws Exception {
    return client
        .post(veeam.url().resolve("/v8/BackupRepositories/" + repository.id() + "/Sync"), "")
        .statusCode();
  }
}
