package dev.backupsync.veeam;

import static dev.backupsync.hostile.TextAssertions.holds;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.backupsync.api.v1alpha1.VeeamApiVersion;
import dev.backupsync.hostile.AnsweringClient;
import dev.backupsync.hostile.Answers;
import dev.backupsync.hostile.TextAssertions;
import dev.backupsync.http.CallResult;
import dev.backupsync.http.JsonHttp;
import dev.backupsync.http.Reply;
import dev.backupsync.http.TrafficListener;
import dev.backupsync.veeam.auth.NoAccess;
import dev.backupsync.veeam.auth.Token;
import dev.backupsync.veeam.auth.TokenResponses;
import dev.backupsync.veeam.rest.VeeamErrors;
import dev.backupsync.veeam.rest.VeeamSettings;
import dev.backupsync.vendor.Probe;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Whatever a Veeam server answers, or somebody in its place: it is read without harm. */
class VeeamAnswersFuzz {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Set<String> VERSIONS = Set.of("v6", "v7", "v8");
  private static final VeeamSettings SETTINGS =
      new VeeamSettings(
          URI.create("https://veeam.example:4443"), Optional.empty(), "user", "password");

  @FuzzTest
  void everyReader(byte[] input) {
    var answers = Answers.of(input);
    var body = answers.body();
    Sessions.one(body).ifPresent(VeeamAnswersFuzz::judge);
    Sessions.list(body).ifPresent(all -> all.forEach(VeeamAnswersFuzz::judge));
    Repositories.one(body).ifPresent(one -> judgeId(one.id()));
    Repositories.page(body).ifPresent(VeeamAnswersFuzz::judge);
    answers.replies("X-Correlation-Id").forEach(VeeamAnswersFuzz::judge);
    judge(answers.conversation());
  }

  /** What a probe reads: which versions are served, a token, the product's version. */
  private static void judge(AnsweringClient server) {
    var http = new JsonHttp(server, PATIENCE, CLOCK, TrafficListener.NONE, 1);
    var link = new VeeamClient(SETTINGS, http, TrafficListener.NONE, CLOCK);
    switch (link.probe()) {
      case Probe.Connected(var api, var product, var installation) -> {
        holds(VERSIONS.contains(api), api);
        TextAssertions.word(product, 128);
        TextAssertions.word(installation, 128);
      }
      case Probe.NotConnected(_, var error) -> TextAssertions.error(error);
    }
    holds(server.asked().size() <= 10, "so many requests: " + server.asked());
    server.asked().forEach(url -> holds(url.getHost().equals("veeam.example"), url.toString()));
  }

  private static void judge(Session session) {
    judgeId(session.id());
    TextAssertions.word(session.state(), 64);
    TextAssertions.word(session.error(), 1024);
    TextAssertions.error(session.failure());
    session.percent().ifPresent(percent -> holds(percent >= 0 && percent <= 100, "percent"));
    holds(session.working() == (session.phase() == Session.Phase.WORKING), "phase");
    holds(session.adopted().operation().isPresent(), "an adopted run has a handle");
  }

  private static void judge(Repositories.Page page) {
    judgeId(page.setId());
    page.repositories().forEach(one -> judgeId(one.id()));
  }

  private static void judge(Reply reply) {
    TextAssertions.error(VeeamErrors.of(reply));
    TextAssertions.error(VeeamErrors.unreadable(reply));
    switch (TokenResponses.read(SETTINGS, VeeamApiVersion.V8, reply, NOW)) {
      case Token token -> judge(token);
      case NoAccess noAccess -> TextAssertions.error(noAccess.error());
    }
    var _ = VeeamLookups.of(new CallResult.Replied<>(reply), Sessions::list);
    var _ = VeeamLookups.of(new CallResult.Replied<>(reply), Repositories::page);
    var _ = VeeamOutcomes.of(new CallResult.Replied<>(reply));
  }

  private static void judge(Token token) {
    holds(token.access().chars().allMatch(c -> c > ' ' && c < 0x7f), "a token for a header");
    holds(token.renewAt().isAfter(NOW), "renewed later");
  }

  /** Ids stand in paths. */
  private static void judgeId(Optional<String> id) {
    id.ifPresent(text -> holds(text.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,127}"), text));
  }
}
