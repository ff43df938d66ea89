package dev.backupsync.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.simulator.Certificates;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.Match;
import dev.backupsync.simulator.VeeamServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonHttpTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration PATIENT = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final String PATH = "/v8/any";

  private final VeeamServer server = VeeamServer.started();
  private final List<String> heard = new ArrayList<>();
  private JsonHttp http = http(PATIENT, 4);

  @BeforeEach
  void answer() {
    server.faults().always(Match.path("/v8/ok"), Fault.status(200, "{\"a\": 1}"));
  }

  @AfterEach
  void close() {
    http.close();
    server.close();
  }

  @Test
  void anAnswerIsHeardWhole() {
    var reply = reply(http.send("version", get("/v8/ok")));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.success()).isTrue();
    assertThat(reply.intact()).isTrue();
    assertThat(reply.body().path("a").asInt()).isEqualTo(1);
    assertThat(reply.header("content-type")).hasValue("application/json; charset=utf-8");
    assertThat(server.requests().all().getFirst().header("Accept")).hasValue("application/json");
    assertThat(heard).containsExactly("version Reply[200]");
  }

  @Test
  void aStartWithoutABodySaysSo() {
    reply(http.send("start", post("/v8/ok")));

    assertThat(server.requests().all().getFirst().header("Content-Length")).hasValue("0");
  }

  static Stream<Arguments> bodies() {
    return Stream.of(
        Arguments.of("empty", Fault.status(204), 204, true),
        Arguments.of("HTML of a proxy", Fault.html(502), 502, false),
        Arguments.of("HTML with success", Fault.html(200), 200, false),
        Arguments.of("JSON and more", Fault.status(200, "{} trailing"), 200, false),
        Arguments.of("no JSON", Fault.status(200, "{\"a\":"), 200, false),
        Arguments.of("too deep", Fault.status(200, "[".repeat(65) + "]".repeat(65)), 200, false),
        Arguments.of("too long a string", Fault.status(200, text(1 << 17)), 200, false),
        Arguments.of("too long", Fault.status(200, numbers(JsonHttp.MAX_BODY + 1)), 200, false),
        Arguments.of("cut off", new Fault.Truncated(), 401, false),
        Arguments.of("100 MB", new Fault.Flood(100_000_000), 200, false),
        Arguments.of("endless", Fault.endless(), 200, false));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bodies")
  void aBodyThatIsNoJsonLeavesTheStatus(String body, Fault fault, int status, boolean intact) {
    server.faults().always(Match.path(PATH), fault);

    var reply = reply(http.send("any", get(PATH)));

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.body().isMissingNode()).isTrue();
    assertThat(reply.intact()).isEqualTo(intact);
  }

  @Test
  void theLongestBodyIsHeardWhole() {
    server.faults().always(Match.path(PATH), Fault.status(200, numbers(JsonHttp.MAX_BODY - 1)));

    assertThat(reply(http.send("any", get(PATH))).body()).hasSize(JsonHttp.MAX_BODY / 2 - 1);
  }

  static Stream<Arguments> tooLong() {
    return Stream.of(
        Arguments.of(numbers(JsonHttp.MAX_BODY + 1), false, Reply.Form.TOO_LONG),
        Arguments.of(numbers(JsonHttp.MAX_BODY + 1), true, Reply.Form.LIST_TOO_LONG),
        Arguments.of("[" + text(1 << 17) + "]", true, Reply.Form.FOREIGN));
  }

  /** So that nobody is told to look for a proxy. */
  @ParameterizedTest
  @MethodSource("tooLong")
  void whatIsTooLongIsCalledSo(String body, boolean list, Reply.Form form) {
    server.faults().always(Match.path(PATH), Fault.status(200, body));

    var reply = reply(list ? list("id") : http.send("any", get(PATH)));

    assertThat(reply.form()).isEqualTo(form);
    assertThat(reply.intact()).isFalse();
    assertThat(reply.body().isMissingNode()).isTrue();
  }

  static Stream<Arguments> lists() {
    return Stream.of(
        Arguments.of("[]", "[]"),
        Arguments.of("", ""),
        Arguments.of("null", "null"),
        Arguments.of("7", "7"),
        Arguments.of("[1, -2, 1.5, 12345678901, \"a\"]", "[1,-2,1.5,12345678901,\"a\"]"),
        Arguments.of("[{\"id\": \"a\", \"more\": [{\"id\": 1}]}]", "[{\"id\":\"a\"}]"),
        Arguments.of(
            "{\"more\": {\"id\": []}, \"id\": [true, null, {\"b\": 1}]}",
            "{\"id\":[true,null,{}]}"),
        Arguments.of(
            "[{\"id\": \"" + "ä".repeat(40_000) + "\"}]",
            "[{\"id\":\"" + "ä".repeat(5120) + "\"}]"),
        Arguments.of(
            "[" + ("{\"more\": \"" + "x".repeat(60_000) + "\"},").repeat(200) + "{}]",
            "[" + "{},".repeat(200) + "{}]"));
  }

  /** Whatever the size of its pieces. */
  @ParameterizedTest
  @MethodSource("lists")
  void ofAListOnlyWhatIsAskedForIsKept(String body, String kept) {
    server.faults().always(Match.path(PATH), Fault.status(200, body));

    var reply = reply(list("id"));

    assertThat(reply.intact()).isTrue();
    assertThat(reply.body().toString()).isEqualTo(kept);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "[{\"id\": 1}", "[] []", "{} x", "<html>", "[1,]", "{\"id\": \"a"})
  void aListThatIsNoJsonLeavesTheStatus(String body) {
    server.faults().always(Match.path(PATH), Fault.status(200, body));

    var reply = reply(list("id"));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.form()).isEqualTo(Reply.Form.FOREIGN);
  }

  /** An error is no list, and its words are wanted whole. */
  @Test
  void theRefusalOfAListIsHeardWhole() {
    server.faults().always(Match.path(PATH), Fault.status(403, "{\"message\": \"no\"}"));

    assertThat(reply(list("id")).body().path("message").asText()).isEqualTo("no");
  }

  /** Of as much memory as a list could ever take, this keeps next to nothing. */
  @Test
  void aListThatNeverEndsIsHungUpOnOnceItIsTooMuch() {
    server.faults().always(Match.path(PATH), Fault.endless());

    assertThat(reply(list("id")).intact()).isFalse();
    assertThat(server.longestBody()).isLessThan(64L << 20);
  }

  private Exchange list(String field) {
    return http.list("any", get(PATH), Set.of(field));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n["})
  void whoeverWaitsNoLongerHangsUp(String beginning) throws IOException {
    http = http(SHORT, 1);
    try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var hungUp = new CountDownLatch(1);
      Thread.ofVirtual()
          .start(
              () -> {
                try (var socket = listener.accept()) {
                  socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
                  socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException _) {
                  // a reset is an end, too
                }
                hungUp.countDown();
              });
      var url = URI.create("http://127.0.0.1:" + listener.getLocalPort());

      silence(http.send("any", HttpRequest.newBuilder(url)));

      Awaitility.await().until(() -> hungUp.getCount() == 0);
    }
  }

  @Test
  void whatTheBodyClaimsToBeDoesNotMatter() {
    server.faults().always(Match.path(PATH), Fault.wrongType("text/plain"));

    assertThat(reply(http.send("any", get(PATH))).body().isObject()).isTrue();
  }

  @Test
  void aRedirectIsAnAnswerAndNotFollowed() {
    try (var elsewhere = VeeamServer.started()) {
      server.faults().always(Match.path(PATH), Fault.redirect(elsewhere.url().resolve(PATH)));

      var reply = reply(http.send("any", post(PATH).header("Authorization", "Bearer token")));

      assertThat(reply.status()).isEqualTo(307);
      assertThat(elsewhere.requests().all()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 407, 500})
  void aRefusalIsAnAnswer(int status) {
    server.faults().always(Match.path(PATH), Fault.status(status));

    assertThat(reply(http.send("any", post(PATH))).status()).isEqualTo(status);
  }

  static Stream<Arguments> silences() {
    return Stream.of(
        Arguments.of("reset before processing", new Fault.Reset()),
        Arguments.of("reset after processing", Fault.lostAnswer()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("silences")
  void aStartWhoseConnectionBreaksIsNeverSentTwice(String how, Fault fault) {
    reply(http.send("any", post("/v8/ok"))); // leaves a connection in the pool
    server.faults().always(Match.path(PATH), fault);

    var silence = silence(http.send("start", post(PATH)));

    assertThat(silence.sent()).isTrue();
    assertThat(silence.cause()).isEqualTo(NoReply.Cause.UNREACHABLE);
    assertThat(server.count("POST", PATH)).isEqualTo(1);
    assertThat(heard).hasSize(2);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("silences")
  void aStartOnAFreshConnectionThatBreaksIsNeverSentTwice(String how, Fault fault) {
    server.faults().always(Match.path(PATH), fault);

    assertThat(silence(http.send("start", post(PATH))).sent()).isTrue();
    assertThat(server.count("POST", PATH)).isEqualTo(1);
  }

  static Stream<Arguments> slow() {
    return Stream.of(
        Arguments.of("no headers", new Fault.Latency(Duration.ofHours(1))),
        Arguments.of("slow body", new Fault.Dribble(Duration.ofMillis(10))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("slow")
  void anAnswerThatDoesNotEndInTimeIsNone(String how, Fault fault) {
    server.faults().always(Match.path(PATH), fault);
    http = http(SHORT, 1);

    var silence = silence(http.send("any", get(PATH)));

    assertThat(silence.cause()).isEqualTo(NoReply.Cause.TIMEOUT);
    assertThat(silence.sent()).isTrue();
    assertThat(reply(http.send("next", get("/v8/ok"))).status()).isEqualTo(200);
  }

  @Test
  void aRefusedConnectionSentNothing() {
    server.stop();

    var silence = silence(http.send("any", post(PATH)));

    assertThat(silence.cause()).isEqualTo(NoReply.Cause.UNREACHABLE);
    assertThat(silence.sent()).isFalse();
    assertThat(silence.message()).startsWith("Cannot connect to the server");
  }

  @Test
  void anUnknownNameSentNothing() {
    var request = HttpRequest.newBuilder(URI.create("https://no.such.host.invalid/"));

    var silence = silence(http.send("any", request));

    assertThat(silence.cause()).isEqualTo(NoReply.Cause.UNREACHABLE);
    assertThat(silence.sent()).isFalse();
    assertThat(silence.message()).isEqualTo("The server's name cannot be resolved");
  }

  @Test
  void whoeverFindsNoPermitInTimeSentNothing() {
    http = http(SHORT, 0);

    var silence = silence(http.send("any", post(PATH)));

    assertThat(silence.cause()).isEqualTo(NoReply.Cause.QUEUED);
    assertThat(silence.sent()).isFalse();
    assertThat(server.requests().all()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"version", "token", "logout"})
  void probesAndLogInsDoNotWaitBehindTheRest(String operation) {
    http = http(PATIENT, 0);

    assertThat(reply(http.send(operation, post("/v8/ok"))).status()).isEqualTo(200);
  }

  @Test
  void whoeverIsInterruptedWithoutAPermitSentNothing() {
    http = http(PATIENT, 0);
    Thread.currentThread().interrupt();

    var silence = silence(http.send("any", post(PATH)));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(silence.cause()).isEqualTo(NoReply.Cause.INTERRUPTED);
    assertThat(silence.sent()).isFalse();
  }

  @Test
  void anInterruptEndsTheWaitAndIsNotForgotten() throws InterruptedException {
    server.faults().always(Match.path(PATH), new Fault.Latency(Duration.ofHours(1)));
    var waiter = new Waiter();
    var done = new CountDownLatch(1);
    var thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  waiter.exchange = http.send("any", post(PATH));
                  waiter.interrupted = Thread.currentThread().isInterrupted();
                  done.countDown();
                });
    Awaitility.await().until(() -> server.count("POST", PATH) == 1);

    thread.interrupt();
    done.await();

    var silence = silence(waiter.exchange);
    assertThat(silence.cause()).isEqualTo(NoReply.Cause.INTERRUPTED);
    assertThat(silence.sent()).isTrue();
    assertThat(waiter.interrupted).isTrue();
  }

  @Test
  void drainingWaitsForWhatIsInFlight() throws InterruptedException {
    server.faults().always(Match.path(PATH), new Fault.Latency(Duration.ofSeconds(1)));
    var waiter = new Waiter();
    var thread = Thread.ofVirtual().start(() -> waiter.exchange = http.send("any", post(PATH)));
    Awaitility.await().until(() -> server.count("POST", PATH) == 1);

    http.drain();
    http.close();
    thread.join();

    assertThat(waiter.exchange).isInstanceOf(Reply.class);
  }

  @Test
  void closingBreaksWhatIsInFlight() throws InterruptedException {
    server.faults().always(Match.path(PATH), new Fault.Latency(Duration.ofHours(1)));
    var waiter = new Waiter();
    var thread = Thread.ofVirtual().start(() -> waiter.exchange = http.send("any", post(PATH)));
    Awaitility.await().until(() -> server.count("POST", PATH) == 1);

    http.close();
    thread.join();

    assertThat(silence(waiter.exchange).sent()).isTrue();
  }

  static Stream<Arguments> waits() {
    return Stream.of(
        Arguments.of("17", Optional.of(Duration.ofSeconds(17))),
        Arguments.of(" 0 ", Optional.of(Duration.ZERO)),
        Arguments.of("-5", Optional.empty()),
        Arguments.of("soon", Optional.empty()),
        Arguments.of("1.5", Optional.empty()),
        Arguments.of("99999999999999999999", Optional.of(Duration.ofHours(24))),
        Arguments.of("Thu, 01 Jan 2026 00:01:30 GMT", Optional.of(Duration.ofSeconds(90))),
        Arguments.of("Wed, 31 Dec 2025 23:00:00 GMT", Optional.of(Duration.ZERO)),
        Arguments.of("Fri, 01 Jan 2100 00:00:00 GMT", Optional.of(Duration.ofHours(24))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("waits")
  void theServersPaceIsReadAndBounded(String header, Optional<Duration> wait) {
    server
        .faults()
        .always(
            Match.path(PATH),
            new Fault.Answer(
                dev.backupsync.simulator.Reply.empty(429).with("Retry-After", header)));

    var reply = reply(http.send("any", get(PATH)));

    assertThat(reply.retryAfter()).isEqualTo(wait);
    assertThat(reply.throttled()).isTrue();
  }

  private static final class Waiter {
    volatile Exchange exchange = new NoReply(NoReply.Cause.TIMEOUT, false, "not asked yet");
    volatile boolean interrupted;
  }

  private JsonHttp http(Duration timeout, int permits) {
    var client =
        HttpClients.create(
            new TlsSettings(Optional.of(Certificates.shared().caPem()), Optional.empty(), false),
            PATIENT);
    return new JsonHttp(client, timeout, () -> NOW, new Listener(), permits);
  }

  private final class Listener implements TrafficListener {
    @Override
    public void exchanged(String operation, Exchange exchange, Duration took) {
      heard.add(operation + " " + exchange);
    }

    @Override
    public void loggedIn(boolean success) {}
  }

  private HttpRequest.Builder get(String path) {
    return HttpRequest.newBuilder(server.url().resolve(path));
  }

  private HttpRequest.Builder post(String path) {
    return get(path).POST(BodyPublishers.noBody());
  }

  private static String numbers(int oddLength) {
    return "[1" + ",1".repeat((oddLength - 3) / 2) + "]";
  }

  private static String text(int length) {
    return "\"" + "a".repeat(length) + "\"";
  }

  private static Reply reply(Exchange exchange) {
    assertThat(exchange).isInstanceOf(Reply.class);
    return (Reply) exchange;
  }

  private static NoReply silence(Exchange exchange) {
    assertThat(exchange).isInstanceOf(NoReply.class);
    return (NoReply) exchange;
  }
}
