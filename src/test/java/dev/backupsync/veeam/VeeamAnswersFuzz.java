package dev.backupsync.veeam;

import static dev.backupsync.hostile.Told.holds;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.backupsync.api.v1alpha1.VeeamApiVersion;
import dev.backupsync.hostile.Answers;
import dev.backupsync.hostile.Told;
import dev.backupsync.http.Reply;
import java.time.Instant;
import java.util.Optional;

/** Whatever a Veeam server answers, or somebody in its place: it is read without harm. */
class VeeamAnswersFuzz {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @FuzzTest
  void everyReader(byte[] input) {
    var answers = Answers.of(input);
    var body = answers.body();
    Sessions.one(body).ifPresent(VeeamAnswersFuzz::judge);
    Sessions.list(body).ifPresent(all -> all.forEach(VeeamAnswersFuzz::judge));
    Repositories.one(body).ifPresent(one -> judgeId(one.id()));
    Repositories.page(body).ifPresent(VeeamAnswersFuzz::judge);
    answers.replies("X-Correlation-Id").forEach(VeeamAnswersFuzz::judge);
  }

  private static void judge(Session session) {
    judgeId(session.id());
    Told.word(session.state(), 64);
    Told.word(session.error(), 1024);
    Told.error(session.failure());
    session.percent().ifPresent(percent -> holds(percent >= 0 && percent <= 100, "percent"));
    holds(session.working() == (session.phase() == Session.Phase.WORKING), "phase");
    holds(session.adopted().operation().isPresent(), "an adopted run has a handle");
  }

  private static void judge(Repositories.Page page) {
    judgeId(page.setId());
    page.repositories().forEach(one -> judgeId(one.id()));
  }

  private static void judge(Reply reply) {
    Told.error(Errors.of(reply));
    Told.error(Errors.unreadable(reply));
    switch (Logins.read(VeeamApiVersion.V8, reply, NOW)) {
      case Token token -> judge(token);
      case Barred barred -> Told.error(barred.error());
    }
    var _ = Lookup.of(new Answer.Replied(reply), Sessions::list);
    var _ = Lookup.of(new Answer.Replied(reply), Repositories::page);
    var _ = Consequences.of(new Answer.Replied(reply));
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
