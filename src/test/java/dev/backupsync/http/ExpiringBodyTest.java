package dev.backupsync.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.simulator.Certificates;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.Match;
import dev.backupsync.simulator.VeeamServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExpiringBodyTest {
  private static final String START = "/v8/start";

  private final VeeamServer server = VeeamServer.started();
  private final AtomicBoolean inTime = new AtomicBoolean(true);
  private final JsonHttp http = http();

  @AfterEach
  void close() {
    http.close();
    server.close();
  }

  static Stream<BodyPublisher> bodies() {
    return Stream.of(BodyPublishers.noBody(), BodyPublishers.ofString("{}"));
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void inTimeItIsSentAsItIs(BodyPublisher body) {
    server.faults().always(Match.post(START), Fault.status(200, "{}"));

    assertThat(start(server.url(), body)).isInstanceOf(Reply.class);
    assertThat(server.requests().all("POST", START).getFirst().header("Content-Length"))
        .hasValue(Long.toString(body.contentLength()));
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void lateItIsWithheld(BodyPublisher body) {
    inTime.set(false);

    assertThat(start(server.url(), body))
        .isEqualTo(
            new NoReply(NoReply.Cause.WITHHELD, false, "Waited too long for its turn to be sent"));
    assertThat(server.count("POST", ".*")).isZero();
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void whatTheHandshakeHeldUpIsWithheld(BodyPublisher body) throws IOException {
    try (var door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> letInLate(door));

      var exchange = start(URI.create("https://localhost:" + door.getLocalPort()), body);

      assertThat(exchange)
          .isInstanceOfSatisfying(
              NoReply.class, late -> assertThat(late.cause()).isEqualTo(NoReply.Cause.WITHHELD));
    }
    assertThat(server.count("POST", ".*")).isZero();
  }

  /** Once the client knocks, it is late; only then the server's half of the handshake follows. */
  private void letInLate(ServerSocket door) {
    try (var client = door.accept();
        var vendor = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      var hello = client.getInputStream().read();
      inTime.set(false);
      vendor.getOutputStream().write(hello);
      var answers = Thread.ofVirtual().start(() -> pass(vendor, client));
      pass(client, vendor);
      answers.join();
    } catch (IOException | InterruptedException _) {
      // the client has had enough
    }
  }

  private static void pass(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException _) {
      // either side broke the connection
    }
  }

  private Exchange start(URI where, BodyPublisher body) {
    return http.send(
        "start",
        HttpRequest.newBuilder(where.resolve(START)).POST(new ExpiringBody(body, inTime::get)));
  }

  private static JsonHttp http() {
    var ca = Optional.of(Certificates.shared().caPem());
    var limit = Duration.ofSeconds(20);
    var client = HttpClients.create(new TlsSettings(ca, Optional.empty(), false), limit);
    return new JsonHttp(client, limit, InstantSource.system(), TrafficListener.NONE, 1);
  }
}
