package dev.backupsync.veeam;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.VeeamApiVersion;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.Match;
import dev.backupsync.simulator.Reply;
import dev.backupsync.simulator.VeeamRepository;
import dev.backupsync.simulator.VeeamScript;
import dev.backupsync.simulator.VeeamServer;
import dev.backupsync.vendor.Need;
import dev.backupsync.vendor.Outcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider's server: ten thousand repositories, and a session of each. */
@TestInstance(Lifecycle.PER_CLASS)
class LongListsTest {
  private static final int MANY = 10_000;
  private static final String SESSIONS = "/v./RepositorySynchronizeSessions";
  private static final String REPOSITORIES = "/v./BackupRepositories";

  private final VeeamServer server = VeeamServer.started();
  private final Links links = new Links();
  private final VeeamRepository last;
  private final String session;
  private Optional<VeeamClient> opened = Optional.empty();

  LongListsTest() {
    server.script().duration(VeeamScript.BY_HAND);
    for (int i = 1; i < MANY; i++) {
      server.plantSession(server.addRepository("Repository of tenant " + i).id(), 20);
    }
    last = server.addRepository("The last one");
    session = server.plantSession(last.id(), 20);
  }

  @BeforeEach
  void calm() {
    server.faults().clear();
    server.requests().clear();
    server.script().longestPage(MANY).editRepositories(_ -> {}).editSessions(_ -> {});
  }

  @AfterEach
  void closeLink() {
    opened.ifPresent(VeeamClient::close);
  }

  @AfterAll
  void close() {
    server.close();
  }

  /** Six and seven give either list in one answer, eight gives repositories in pages. */
  @ParameterizedTest
  @EnumSource(VeeamApiVersion.class)
  void whatRunsIsFoundByNameAndById(VeeamApiVersion version) {
    for (var run : List.of(Links.named("The last one"), Links.run(last.id().toString()))) {
      var found = (Outcome.Running) locate(version, run);

      assertThat(found.progress().operation()).hasValue(Links.session(session));
    }
    assertThat(server.count("GET", SESSIONS)).isEqualTo(2);
    assertThat(server.count("GET", REPOSITORIES)).isEqualTo(version == VeeamApiVersion.V8 ? 11 : 1);
  }

  /** Twelve megabytes of what nobody asked for pass by. */
  @ParameterizedTest
  @EnumSource(VeeamApiVersion.class)
  void whatIsNotNeededMayBeOfAnySize(VeeamApiVersion version) {
    var words = "x".repeat(1200);
    server.script().editRepositories(json -> json.put("description", words));
    server.script().editSessions(json -> json.put("statistics", words));

    assertThat(locate(version, Links.named("The last one"))).isInstanceOf(Outcome.Running.class);
  }

  @Test
  void pagesThatAreShorterThanAskedForAreGoneThroughToo() {
    server.script().longestPage(700);

    assertThat(locate(VeeamApiVersion.V8, Links.named("The last one")))
        .isInstanceOf(Outcome.Running.class);
    assertThat(server.count("GET", REPOSITORIES)).isEqualTo(15);
  }

  /** By a gateway that gives up, and by a server that says nothing. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPageThatDoesNotComeInTimeIsAskedForInSmallerOnes(boolean gateway) {
    var late = new CountDownLatch(1);
    var slow =
        new Fault.Changed(
            reply -> {
              if (limit(reply) <= 300) {
                return reply;
              }
              return gateway ? Reply.empty(504) : silent(late);
            });
    server.faults().always(Match.get(REPOSITORIES), slow);
    opened =
        Optional.of(
            links.open(
                server,
                Optional.of(VeeamApiVersion.V8),
                VeeamServer.PASSWORD,
                InstantSource.system(),
                Links.TRUSTING,
                gateway ? Links.PATIENT : Duration.ofSeconds(2)));
    var backend = opened.get().backend();
    var run = Links.named("The last one");

    assertThat(backend.locate(run)).isInstanceOf(Outcome.Unknown.class); // 1,000 at a time
    assertThat(backend.locate(run)).isInstanceOf(Outcome.Unknown.class); // 333
    assertThat(backend.locate(run)).isInstanceOf(Outcome.Running.class); // 111

    assertThat(server.count("GET", REPOSITORIES)).isEqualTo(1 + 1 + 91);
    late.countDown();
  }

  private static int limit(Reply reply) {
    var limit = Pattern.compile("\"limit\" *: *(\\d+)").matcher(reply.body());
    return limit.find() ? Integer.parseInt(limit.group(1)) : 0;
  }

  private static Reply silent(CountDownLatch until) {
    try {
      until.await();
      return Reply.empty(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Were they counted by what could be read of them, the next page would begin too early. */
  @Test
  void entriesThatCannotBeReadMoveNoPage() {
    server.script().editRepositories(json -> keepOnly(json, last.id()));

    assertThat(locate(VeeamApiVersion.V8, Links.named("The last one")))
        .isInstanceOf(Outcome.Running.class);
  }

  private static void keepOnly(ObjectNode json, UUID repository) {
    var even = json.path("id").asText().hashCode() % 2 == 0;
    if (even && !json.path("id").asText().equals(repository.toString())) {
      json.putNull("id").putNull("name");
    }
  }

  @Test
  void checksReadBothListsOnce() {
    var run = Links.run(last.id().toString());
    opened = Optional.of(links.open(server, VeeamApiVersion.V7));

    assertThat(opened.get().backend().check(run)).isInstanceOf(Outcome.Running.class);
    assertThat(opened.get().backend().aliases(run.target())).hasSize(1);

    assertThat(server.count("GET", REPOSITORIES)).isEqualTo(1);
  }

  @Test
  void aListThatIsTooLongIsCalledSoAndNoProxyIsBlamed() {
    var many = "[" + "{\"id\":\"a\",\"repositoryId\":\"b\"},".repeat(60_000) + "{}]";
    server.faults().always(Match.get(SESSIONS), Fault.status(200, many));

    var outcome = (Outcome.Unknown) locate(VeeamApiVersion.V7, Links.run(last.id().toString()));

    assertThat(outcome.reason()).isEqualTo(Reason.PROGRESSING_WITH_RETRY);
    assertThat(outcome.error().code()).isEqualTo("AnswerTooLong");
    assertThat(outcome.error().message())
        .isEqualTo(
            "The server answered 200 with a list of more than 150,000 values, which is more than"
                + " the operator reads");
    assertThat(outcome.error().toString()).doesNotContain("proxy");
  }

  @Test
  void anAnswerThatIsTooLongIsCalledSo() {
    server.faults().always(Match.get(REPOSITORIES + "/.*"), new Fault.Flood(2 << 20));
    server.faults().always(Match.get(SESSIONS), Fault.status(200, "[]"));

    var outcome = (Outcome.Unknown) locate(VeeamApiVersion.V7, Links.run(last.id().toString()));

    assertThat(outcome.error().message())
        .isEqualTo(
            "The server answered 200 with more than 1,048,576 bytes, which is more than the"
                + " operator reads");
  }

  /** A repository of a server that lists pages without an end is not called missing. */
  @Test
  void pagesWithoutAnEndComeToOne() {
    server.script().editRepositories(json -> json.put("id", UUID.randomUUID().toString()));
    var page = Match.get(REPOSITORIES);
    server.faults().always(page, new Fault.Made(LongListsTest::anotherPage));

    var outcome = locate(VeeamApiVersion.V8, Links.named("Nobody"));

    assertThat(((Outcome.Unknown) outcome).error().message())
        .isEqualTo("The server lists more than 50000 repositories");
    assertThat(server.count("GET", REPOSITORIES)).isEqualTo(50);
  }

  private static Fault anotherPage() {
    var entries = new StringBuilder("{\"limit\": 1000, \"results\": [");
    for (int i = 0; i < 1000; i++) {
      entries.append("{\"name\": \"any\", \"id\": \"").append(UUID.randomUUID()).append("\"},");
    }
    return Fault.status(200, entries.append("null]}").toString());
  }

  @Test
  void needIsToldAmongManyToo() {
    var resting = server.addRepository(UUID.randomUUID(), "Resting");
    try {
      assertThat(locate(VeeamApiVersion.V6, Links.named("Resting")))
          .isEqualTo(new Outcome.Absent(new Need.Needed(), true, List.of()));
    } finally {
      server.removeRepository(resting.id());
    }
  }

  private Outcome locate(VeeamApiVersion version, Run run) {
    opened.ifPresent(VeeamClient::close);
    opened = Optional.of(links.open(server, version));
    return opened.orElseThrow().backend().locate(run);
  }
}
