package dev.backupsync.azure;

import static dev.backupsync.azure.Setup.followed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.simulator.AzureScript;
import dev.backupsync.simulator.AzureServer;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.Match;
import dev.backupsync.vendor.Need;
import dev.backupsync.vendor.Outcome;
import dev.backupsync.vendor.Outcome.Absent;
import dev.backupsync.vendor.Outcome.Deferred;
import dev.backupsync.vendor.Outcome.Rejected;
import dev.backupsync.vendor.Outcome.Running;
import dev.backupsync.vendor.Outcome.Unconfirmed;
import dev.backupsync.vendor.Outcome.Unknown;
import dev.backupsync.vendor.Probe.Connected;
import dev.backupsync.vendor.SyncBackend;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers that are too rare for the table of every fault at every call. */
class AzureFaultsTest {
  final AzureServer azure = AzureServer.started();
  final Run run = Setup.run("testbi");

  @AfterEach
  void close() {
    azure.close();
  }

  @ParameterizedTest(name = "{0}: locate {1}, start {2}, poll {3}")
  @CsvSource(
      textBlock =
          """
          # fault       locate                           start                            poll
          json 200,     Unseen SYNC_FAILED,              Unconfirmed NOT_CONVERGED,       Unknown PROGRESSING_WITH_RETRY
          status 302,   Unknown PROGRESSING_WITH_RETRY,  Unknown PROGRESSING_WITH_RETRY,  Unknown PROGRESSING_WITH_RETRY
          status 405,   Unseen SYNC_FAILED,              Rejected SYNC_FAILED,            Running
          status 406,   Unseen SYNC_FAILED,              Rejected SYNC_FAILED,            Running
          status 410,   Unseen SYNC_FAILED,              Rejected SYNC_FAILED,            Running
          html 504,     Unknown PROGRESSING_WITH_RETRY,  Unknown PROGRESSING_WITH_RETRY,  Unknown PROGRESSING_WITH_RETRY
          """)
  void everyFaultHasItsConsequence(String name, String locate, String start, String poll) {
    azure.addInstance("testbi");
    try (var link = new AzureClient(Setup.settings(azure), new Heard())) {
      assertThat(link.probe()).isInstanceOf(Connected.class); // the fault is the call's own
      assertConsequences(link.backend(), name, locate, start, poll);
    }
  }

  private void assertConsequences(
      SyncBackend backend, String name, String locate, String start, String poll) {
    azure.script().duration(AzureScript.BY_HAND).onePerVault(false);

    assertThat(told(struck(Match.get(".*/testbi"), name, () -> backend.locate(run))))
        .isEqualTo(locate);
    assertThat(told(struck(Match.post(".*/sync"), name, () -> backend.start(run, () -> true))))
        .isEqualTo(start);
    var following = followed(run, backend.start(run, () -> true));
    assertThat(
            told(struck(Match.get(".*/operationStatus/.*"), name, () -> backend.poll(following))))
        .isEqualTo(poll);
    assertThat(backend.poll(following)).as("afterwards").isInstanceOf(Running.class);
  }

  private Outcome struck(Match calls, String name, Supplier<Outcome> call) {
    azure.faults().always(calls, fault(name));
    var before = azure.requests().all().size();
    var outcome = call.get();
    azure.faults().clear();
    assertThat(azure.requests().all().stream().skip(before))
        .as("requests for one call")
        .hasSizeLessThanOrEqualTo(3); // once more with a new token after a 401
    return outcome;
  }

  private static Fault fault(String name) {
    var status = name.replaceAll("\\D", "");
    if (name.startsWith("json")) {
      return Fault.wrongType("text/plain");
    }
    return name.startsWith("html")
        ? Fault.html(Integer.parseInt(status))
        : Fault.status(Integer.parseInt(status));
  }

  private static String told(Outcome outcome) {
    return switch (outcome) {
      case Unknown(var reason, var error, var wait) -> "Unknown " + reason + seconds(wait, error);
      case Deferred(var reason, var error, var wait) ->
          "Deferred " + reason + (reason == Reason.THROTTLED ? seconds(wait, error) : "");
      case Rejected(var reason, _) -> "Rejected " + reason;
      case Absent(Need.NotVisible(var reason, _), _, _) -> "Unseen " + reason;
      case Unconfirmed(var reason, _) -> "Unconfirmed " + reason;
      case Running _ -> "Running";
      default -> outcome.toString();
    };
  }

  private static String seconds(Optional<Duration> wait, SyncError error) {
    assertThat(Stream.of(error.code(), error.message())).noneMatch(String::isBlank);
    return wait.map(time -> " " + time.toSeconds()).orElse("");
  }
}
