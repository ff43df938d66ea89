package dev.backupsync;

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
import dev.backupsync.cluster.Vendor;
import dev.backupsync.simulator.AzureProblem;
import dev.backupsync.simulator.AzureServer;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a sync remembers of its runs; and that it stays small, however much vendors say. */
@OnApiServer
class HistoryIT {
  private static final int RUNS = 15;
  private static final int LARGEST_STATUS = 16 * 1024; // bytes
  private static final int LARGEST_OBJECT = 24 * 1024; // with what the API server keeps of writers
  private static final String TEN_KB = "Disk is full. ".repeat(750);
  private static final int LONG_URL = 4608; // as long as any that is kept
  private static final int TOO_LONG_URL = 8 * 1024;

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

  @ParameterizedTest
  @EnumSource
  void itStaysSmallHoweverMuchAVendorSays(Vendor.Kind kind) {
    var vendor = operated(kind);
    stage.veeam.script().editSessions(HistoryIT::verbose);
    stage.azure.script().runningStatus(TEN_KB);
    vendor.sync("retry: {limit: 0}");
    vendor.await(SYNCHRONIZING);

    for (var number = 1; number <= RUNS; number++) {
      assertSmall(vendor);
      failVerbosely(vendor);
      vendor.await(FAILED);
      assertSmall(vendor);
      if (number == RUNS) {
        nextUrl(vendor, LONG_URL);
      }
      run(vendor, longest("run-" + number));
    }

    assertSmall(vendor);
    vendor.server().faults().always(vendor.poll(), verbose(500));
    stage.awaitReason(vendor.kind(), "sync", Reason.PROGRESSING_WITH_RETRY.word());
    assertSmall(vendor);
    assertThat(vendor.starts()).isEqualTo(RUNS + 1);
  }

  /** Whose end is then read from the instance. */
  @Test
  void anOperationUrlThatIsTooLongForStatusIsNotKept() {
    var vendor = operated(Vendor.Kind.AZURE);
    nextUrl(vendor, TOO_LONG_URL);
    vendor.sync();

    assertThat(vendor.await(SYNCHRONIZING).run().operation().url()).isNull();
    assertSmall(vendor);
    vendor.finish();
    vendor.await(SUCCEEDED);
    assertThat(vendor.starts()).isOne();
  }

  private void assertSmall(Vendor vendor) {
    var sync = stage.get(vendor.kind(), "sync");
    var json = stage.client().getKubernetesSerialization();
    assertThat(json.asJson(sync.getStatus()).getBytes(StandardCharsets.UTF_8).length)
        .isLessThan(LARGEST_STATUS);
    assertThat(json.asJson(sync).getBytes(StandardCharsets.UTF_8).length)
        .isLessThan(LARGEST_OBJECT);
  }

  private static void verbose(ObjectNode session) {
    if ("Synchronizing".equals(session.path("state").asText())) {
      session.put("state", TEN_KB);
    }
  }

  private void failVerbosely(Vendor vendor) {
    switch (vendor) {
      case Vendor.Veeam(_, var repository) -> stage.veeam.fail(repository.id(), TEN_KB);
      case Vendor.Azure(_, var instance) ->
          stage.azure.fail(
              instance, new AzureProblem(TEN_KB, TEN_KB, TEN_KB, true, UUID.randomUUID()));
    }
  }

  /** At Azure the next operation is read at a URL of so many characters. */
  private void nextUrl(Vendor vendor, int length) {
    if (vendor instanceof Vendor.Azure) {
      var url =
          "%s/subscriptions/%s/operationStatus/long?s="
              .formatted(stage.azure.url(), AzureServer.SUBSCRIPTION);
      var answer =
          Reply.empty(202).with("Azure-AsyncOperation", url + "x".repeat(length - url.length()));
      var running = JsonNodeFactory.instance.objectNode().put("status", TEN_KB);
      stage
          .azure
          .faults()
          .next(vendor.start(), new Fault.AfterProcessing(new Fault.Answer(answer)))
          .next(3, vendor.poll(), new Fault.Answer(Reply.json(200, running)));
    }
  }

  /** A trouble that both vendors could tell. */
  private static Fault verbose(int status) {
    var body = new AzureProblem(TEN_KB, TEN_KB, TEN_KB, true, UUID.randomUUID()).reply(status);
    return new Fault.Answer(body);
  }

  private static String longest(String request) {
    return request + "-".repeat(250);
  }

  private Vendor operated(Vendor.Kind kind) {
    var vendor = kind.on(stage);
    vendor.connect();
    stage.operate();
    return vendor;
  }

  private void run(Vendor vendor, String request) {
    stage.annotate(vendor.kind(), "sync", SyncAnnotations.REQUESTED_AT, request);
    stage.await(
        vendor.kind(),
        "sync",
        s ->
            s.currentState() == SYNCHRONIZING
                && request.startsWith(Objects.requireNonNull(s.lastHandledRequest())));
  }

  private SyncStatus awaitEnd(Vendor vendor, SyncState state, String request) {
    return stage.await(
        vendor.kind(),
        "sync",
        s -> s.currentState() == state && request.equals(s.lastRun().trigger().token()));
  }
}
