package dev.backupsync.scenario.lifecycle;

import static dev.backupsync.api.v1alpha1.SyncState.FAILED;
import static dev.backupsync.api.v1alpha1.SyncState.SUCCEEDED;
import static dev.backupsync.api.v1alpha1.SyncState.SYNCHRONIZING;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.RunRecord;
import dev.backupsync.api.v1alpha1.SyncAnnotations;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Stored;
import dev.backupsync.cluster.Vendor;
import dev.backupsync.simulator.AzureProblem;
import dev.backupsync.simulator.AzureServer;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.Reply;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a sync remembers of its runs; and that it stays small, however much vendors say. */
@OnApiServer
class HistoryIT {
  private static final int RUNS = 15;
  private static final int LARGEST_STATUS = 16 * 1024; // bytes
  private static final int LARGEST_OBJECT = 24 * 1024; // with what the API server keeps of writers
  private static final int LONG_URL = 4224; // as long as any that is kept
  private static final int TOO_LONG_URL = 8 * 1024;

  /** What a vendor goes on and on about; the same characters take from one to six bytes. */
  enum Rant {
    ASCII("Disk is full. "),
    CJK("磁盘已满，请联系管理员处理。"),
    EMOJI("💾🔥"),
    QUOTES("\"\\"),
    MARKUP("<&>");

    private final String text;

    Rant(String words) {
      this.text = words.repeat(10_000 / words.length());
    }
  }

  static Stream<Arguments> rants() {
    return Arrays.stream(Vendor.Kind.values())
        .flatMap(kind -> Arrays.stream(Rant.values()).map(rant -> Arguments.of(kind, rant)));
  }

  @AutoClose private final Stage stage = Stage.open();

  @ParameterizedTest
  @EnumSource
  void theLastTenRunsAreRememberedNewestFirst(Vendor.Kind kind) {
    var vendor = operated(kind);
    vendor.sync("retry: {limit: 0}");
    vendor.await(SYNCHRONIZING);
    vendor.finish();
    var success = vendor.await(SUCCEEDED);

    for (var number = 1; number <= 11; number++) {
      run(vendor, "run-" + number);
      vendor.fail("Disk " + number + " is full");
      awaitEnd(vendor, FAILED, "run-" + number);
    }
    var status = stage.get(vendor.kind(), "sync").getStatus();

    assertThat(status.pastRuns())
        .extracting(record -> Objects.requireNonNull(record.trigger().token()))
        .containsExactly(
            IntStream.iterate(11, number -> number > 1, number -> number - 1)
                .mapToObj(number -> "run-" + number)
                .toArray(String[]::new));
    assertThat(status.lastRun()).isEqualTo(status.pastRuns().getFirst());
    assertThat(status.lastRun().error()).contains("Disk 11 is full");
    assertThat(status.pastRuns()).extracting(RunRecord::id).doesNotHaveDuplicates();
    assertThat(status.lastSuccessTime()).isEqualTo(success.lastRun().completionTime());

    run(vendor, "healed");
    vendor.finish();
    var healed = awaitEnd(vendor, SUCCEEDED, "healed");
    assertThat(healed.lastSuccessTime()).isEqualTo(healed.lastRun().completionTime());
    assertThat(healed.lastRun().error()).isNull();
    assertThat(healed.pastRuns()).hasSize(10);
    assertThat(vendor.starts()).isEqualTo(13);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("rants")
  void itStaysSmallHoweverMuchAVendorSays(Vendor.Kind kind, Rant rant) {
    var vendor = operated(kind);
    stage.veeam.script().editSessions(session -> verbose(session, rant));
    stage.azure.script().runningStatus(rant.text);
    vendor.sync("retry: {limit: 0}");
    vendor.await(SYNCHRONIZING);

    for (var number = 1; number <= RUNS; number++) {
      assertSmall(vendor);
      failVerbosely(vendor, rant);
      vendor.await(FAILED);
      assertSmall(vendor);
      if (number == RUNS) {
        nextUrl(vendor, LONG_URL, rant);
      }
      run(vendor, longest("run-" + number, rant));
    }

    assertSmall(vendor);
    vendor.server().faults().always(vendor.poll(), verbose(500, rant));
    stage.awaitReason(vendor.kind(), "sync", Reason.PROGRESSING_WITH_RETRY.word());
    assertSmall(vendor);
    assertThat(vendor.starts()).isEqualTo(RUNS + 1);
  }

  /** Whose end is then read from the instance. */
  @Test
  void anOperationUrlThatIsTooLongForStatusIsNotKept() {
    var vendor = operated(Vendor.Kind.AZURE);
    nextUrl(vendor, TOO_LONG_URL, Rant.ASCII);
    vendor.sync();

    assertThat(vendor.await(SYNCHRONIZING).run().operation().url()).isNull();
    assertSmall(vendor);
    vendor.finish();
    vendor.await(SUCCEEDED);
    assertThat(vendor.starts()).isOne();
  }

  private void assertSmall(Vendor vendor) {
    var sync = Stored.of(stage, vendor.kind(), "sync");
    assertThat(sync.statusBytes()).isLessThan(LARGEST_STATUS);
    assertThat(sync.bytes()).isLessThan(LARGEST_OBJECT);
  }

  private static void verbose(ObjectNode session, Rant rant) {
    if ("Synchronizing".equals(session.path("state").asText())) {
      session.put("state", rant.text);
    }
  }

  private void failVerbosely(Vendor vendor, Rant rant) {
    switch (vendor) {
      case Vendor.Veeam(_, var repository, _) -> stage.veeam.fail(repository.id(), rant.text);
      case Vendor.Azure(_, var instance) ->
          stage.azure.fail(
              instance, new AzureProblem(rant.text, rant.text, rant.text, true, UUID.randomUUID()));
    }
  }

  /** At Azure the next operation is read at a URL of so many characters. */
  private void nextUrl(Vendor vendor, int length, Rant rant) {
    if (vendor instanceof Vendor.Azure) {
      var url =
          "%s/subscriptions/%s/operationStatus/long?s="
              .formatted(stage.azure.url(), AzureServer.SUBSCRIPTION);
      var answer =
          Reply.empty(202).with("Azure-AsyncOperation", url + "x".repeat(length - url.length()));
      var running = JsonNodeFactory.instance.objectNode().put("status", rant.text);
      stage
          .azure
          .faults()
          .next(vendor.start(), new Fault.AfterProcessing(new Fault.Answer(answer)))
          .next(3, vendor.poll(), new Fault.Answer(Reply.json(200, running)));
    }
  }

  /** A trouble that both vendors could tell. */
  private static Fault verbose(int status, Rant rant) {
    var body =
        new AzureProblem(rant.text, rant.text, rant.text, true, UUID.randomUUID()).reply(status);
    return new Fault.Answer(body);
  }

  private static String longest(String request, Rant rant) {
    return request + rant.text.substring(0, 250);
  }

  private Vendor operated(Vendor.Kind kind) {
    var vendor = kind.on(stage);
    vendor.connect();
    stage.operate();
    return vendor;
  }

  private void run(Vendor vendor, String request) {
    var number = request.split("[^-a-z0-9]", 2)[0];
    stage.annotate(vendor.kind(), "sync", SyncAnnotations.REQUESTED_AT, request);
    stage.await(
        vendor.kind(),
        "sync",
        s ->
            s.currentState() == SYNCHRONIZING
                && Objects.requireNonNull(s.lastHandledRequest()).startsWith(number));
  }

  private SyncStatus awaitEnd(Vendor vendor, SyncState state, String request) {
    return stage.await(
        vendor.kind(),
        "sync",
        s -> s.currentState() == state && request.equals(s.lastRun().trigger().token()));
  }
}
