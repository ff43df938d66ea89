package dev.backupsync.veeam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.api.v1alpha1.VeeamApiVersion;
import dev.backupsync.http.TlsSettings;
import dev.backupsync.simulator.Certificates;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.Match;
import dev.backupsync.simulator.Reply;
import dev.backupsync.simulator.VeeamServer;
import dev.backupsync.simulator.VeeamVersion;
import dev.backupsync.vendor.Probe;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeTest {
  private static final String INSTANCE = "/v./ServiceInstance";

  private final VeeamServer server = VeeamServer.started();
  private final Links links = new Links();
  private VeeamClient link = links.open(server);

  @AfterEach
  void close() {
    link.close();
    server.close();
  }

  @ParameterizedTest
  @EnumSource(VeeamVersion.class)
  void theNewestVersionServedIsSpoken(VeeamVersion newest) {
    server.serving(
        VeeamVersion.V6,
        Stream.of(VeeamVersion.values())
            .filter(version -> version.compareTo(newest) <= 0)
            .toArray(VeeamVersion[]::new));

    var connected = (Probe.Connected) link.probe();

    assertThat(connected.apiVersion()).isEqualTo(newest.segment());
    assertThat(connected.serverVersion().orElseThrow()).startsWith(newest.segment().substring(1));
    assertThat(connected.installationId()).isPresent();
  }

  @ParameterizedTest
  @EnumSource(VeeamApiVersion.class)
  void theVersionWantedIsSpokenWithoutASearch(VeeamApiVersion wanted) {
    link = links.open(server, wanted);

    assertThat(((Probe.Connected) link.probe()).apiVersion()).isEqualTo(wanted.word());

    assertThat(links.operations()).containsExactly("token", "version");
  }

  @Test
  void anUpgradeOfTheServerIsNoticed() {
    server.serving(VeeamVersion.V6);
    assertThat(((Probe.Connected) link.probe()).apiVersion()).isEqualTo("v6");

    server.serving(VeeamVersion.V6, VeeamVersion.V7);

    assertThat(((Probe.Connected) link.probe()).apiVersion()).isEqualTo("v7");
  }

  @Test
  void aVersionThatIsNotServedIsToldWithThoseThatAre() {
    server.serving(VeeamVersion.V6, VeeamVersion.V7);
    link = links.open(server, VeeamApiVersion.V8);

    var refusal = (Probe.NotConnected) link.probe();

    assertThat(refusal.reason()).isEqualTo(ConnectionReason.UNSUPPORTED_VERSION);
    assertThat(refusal.error().message())
        .isEqualTo("The server does not serve v8 of Veeam's REST API; it serves [v7, v6]");
    assertThat(refusal.error().recommendedActions()).isNotEmpty();
  }

  @Test
  void aServerThatOffersOnlyTheSeedsCallsIsConnected() {
    server.offerOnlySeedCalls();
    server.serving(VeeamVersion.V6);

    assertThat(link.probe())
        .isEqualTo(new Probe.Connected("v6", Optional.empty(), Optional.empty()));
    assertThat(link.probe())
        .isEqualTo(new Probe.Connected("v6", Optional.empty(), Optional.empty()));

    assertThat(server.requests().count("POST", "/v6/Token", 200)).isEqualTo(1);
    assertThat(server.requests().count("POST", "/v./Token", 404)).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 405})
  void aProductThatDoesNotShowItselfIsConnected(int status) {
    link = links.open(server, VeeamApiVersion.V7);
    server.faults().always(Match.get(INSTANCE), Fault.status(status));

    assertThat(link.probe())
        .isEqualTo(new Probe.Connected("v7", Optional.empty(), Optional.empty()));
  }

  @Test
  void whatIsNoVeeamServerServesNoVersion() {
    server.offerOnly();

    var refusal = (Probe.NotConnected) link.probe();

    assertThat(refusal.reason()).isEqualTo(ConnectionReason.UNSUPPORTED_VERSION);
    assertThat(refusal.error().message()).contains("[v8, v7, v6]");
  }

  @Test
  void wrongCredentialsAreToldWithWhatToDoAndTriedAgainByTheNextProbe() {
    link = links.open(server, Optional.empty(), "wrong", InstantSource.system());

    var refusal = (Probe.NotConnected) link.probe();

    assertThat(refusal.reason()).isEqualTo(ConnectionReason.CREDENTIALS_INVALID);
    assertThat(refusal.error().message()).isEqualTo("The user name or password is incorrect.");
    assertThat(String.join(" ", refusal.error().recommendedActions()))
        .contains("username and password", "Veeam Backup Administrator", "MFA");
    assertThat(links.logins()).containsExactly(false);

    server.tokens().user(VeeamServer.USER, "wrong");

    assertThat(link.probe()).isInstanceOf(Probe.Connected.class);
  }

  static Stream<Arguments> troubles() {
    var token = "/v./Token";
    return Stream.of(
        Arguments.of(token, Fault.status(401), ConnectionReason.CREDENTIALS_INVALID),
        Arguments.of(token, Fault.status(403), ConnectionReason.ACCESS_DENIED),
        Arguments.of(token, asking("Negotiate"), ConnectionReason.UNREACHABLE),
        Arguments.of(token, asking("Basic realm=\"proxy\""), ConnectionReason.UNREACHABLE),
        Arguments.of(token, asking("Bearer"), ConnectionReason.CREDENTIALS_INVALID),
        Arguments.of(token, Fault.html(400), ConnectionReason.UNREACHABLE),
        Arguments.of(token, Fault.html(401), ConnectionReason.UNREACHABLE),
        Arguments.of(token, Fault.html(403), ConnectionReason.UNREACHABLE),
        Arguments.of(INSTANCE, asking("NTLM"), ConnectionReason.UNREACHABLE),
        Arguments.of(INSTANCE, Fault.html(401), ConnectionReason.UNREACHABLE),
        Arguments.of(token, Fault.status(500), ConnectionReason.UNREACHABLE),
        Arguments.of(token, Fault.html(200), ConnectionReason.UNREACHABLE),
        Arguments.of(token, Fault.status(200, "{}"), ConnectionReason.UNREACHABLE),
        Arguments.of(token, Fault.status(302), ConnectionReason.UNREACHABLE),
        Arguments.of(
            token, Fault.retryAfter(429, Duration.ofSeconds(9)), ConnectionReason.UNREACHABLE),
        Arguments.of(token, new Fault.Reset(), ConnectionReason.UNREACHABLE),
        Arguments.of(INSTANCE, Fault.html(200), ConnectionReason.UNREACHABLE),
        Arguments.of(INSTANCE, Fault.html(502), ConnectionReason.UNREACHABLE),
        Arguments.of(INSTANCE, Fault.status(503), ConnectionReason.UNREACHABLE),
        Arguments.of(INSTANCE, new Fault.Reset(), ConnectionReason.UNREACHABLE),
        Arguments.of(INSTANCE, Fault.endless(), ConnectionReason.UNREACHABLE));
  }

  private static Fault asking(String scheme) {
    return new Fault.Answer(Reply.empty(401).with("WWW-Authenticate", scheme));
  }

  @Test
  void aGatewaysLogInIsNotCalledOurs() {
    server.faults().always(Match.any(), asking("Negotiate, NTLM"));

    var refusal = (Probe.NotConnected) link.probe();

    assertThat(refusal.error().code()).isEqualTo("GatewayLogin");
    assertThat(refusal.error().message())
        .isEqualTo("A gateway before the server asks for a log-in of its own (Negotiate)");
    assertThat(links.operations()).isEqualTo(List.of("version"));
  }

  @Test
  void aSecretThatEndsInALineBreakIsSentAsItIsAndPointedAtOnceRefused() {
    var odd = VeeamServer.PASSWORD + "\n";
    link = links.open(server, Optional.empty(), odd, InstantSource.system());

    var refusal = (Probe.NotConnected) link.probe();

    assertThat(refusal.reason()).isEqualTo(ConnectionReason.CREDENTIALS_INVALID);
    assertThat(refusal.error().recommendedActions().getFirst())
        .startsWith("In the Secret, the value of password ends with a line break.");
    server.tokens().user(VeeamServer.USER, odd);
    assertThat(link.probe()).isInstanceOf(Probe.Connected.class);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("troubles")
  void whatIsWrongIsTold(String path, Fault fault, ConnectionReason reason) {
    server.faults().always(Match.path(path), fault);

    var refusal = (Probe.NotConnected) link.probe();

    assertThat(refusal.reason()).isEqualTo(reason);
    assertThat(refusal.error().message()).isNotBlank();
    assertThat(refusal.error().recommendedActions()).isNotEmpty();
  }

  @Test
  void aServerThatIsDownCostsOneRequest() {
    server.stop();

    var refusal = (Probe.NotConnected) link.probe();

    assertThat(refusal.reason()).isEqualTo(ConnectionReason.UNREACHABLE);
    assertThat(links.operations()).isEqualTo(List.of("version"));
  }

  @Test
  void aCertificateThatIsNotTrustedGetsNoPassword() {
    server.present(Certificates.untrusted());

    var refusal = (Probe.NotConnected) link.probe();

    assertThat(refusal.reason()).isEqualTo(ConnectionReason.TLS_UNTRUSTED);
    assertThat(refusal.error().recommendedActions().getFirst()).contains("caBundleRef");
    assertThat(server.requests().all()).isEmpty();
  }

  @Test
  void skippingVerificationConnects() {
    server.present(Certificates.untrusted());
    link =
        links.open(
            server,
            Optional.empty(),
            VeeamServer.PASSWORD,
            InstantSource.system(),
            new TlsSettings(Optional.empty(), Optional.empty(), true),
            Links.PATIENT);

    assertThat(link.probe()).isInstanceOf(Probe.Connected.class);
  }
}
