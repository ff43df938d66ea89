package dev.backupsync.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.StatusBudget;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Stored;
import dev.backupsync.cluster.Vendor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Status is input. Whatever is planted there, the next request still runs to its end with one
 * start, nobody foreign is called, and the status is plausible again.
 */
@OnApiServer
class PlantedStatusIT {
  private static final String REQUEST = "after-the-planting";

  @AutoClose private final Stage stage = Stage.open();

  static Stream<Arguments> plantings() {
    return Arrays.stream(Vendor.Kind.values())
        .flatMap(
            kind -> Arrays.stream(Planting.values()).map(planting -> Arguments.of(kind, planting)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("plantings")
  void atRestIsSurvivedAndCorrected(Vendor.Kind kind, Planting planting) {
    var vendor = connected(kind);
    quick();
    vendor.sync();
    vendor.await(SyncState.SUCCEEDED);

    plant(vendor, planting);
    request(vendor);

    judge(vendor);
    assertThat(vendor.starts()).isEqualTo(2);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("plantings")
  void inFlightIsSurvivedAndCorrected(Vendor.Kind kind, Planting planting) {
    var vendor = connected(kind);
    vendor.sync();
    vendor.await(SyncState.SYNCHRONIZING);

    plant(vendor, planting);
    quick();
    vendor.finish();
    request(vendor);

    judge(vendor);
    // one before, one of a run whose handle was planted away, one asked for; none untold
    assertThat(vendor.starts())
        .isBetween(1, 3)
        .isEqualTo(Collections.frequency(stage.events("sync"), "Started"));
  }

  private int sizeOfStatus(Vendor vendor) {
    return Stored.of(stage, vendor.kind(), "sync").statusBytes();
  }

  private Vendor connected(Vendor.Kind kind) {
    var vendor = kind.on(stage);
    vendor.connect();
    stage.operate();
    return vendor;
  }

  /** What starts from now on ends by itself. */
  private void quick() {
    stage.veeam.script().duration(Duration.ofMillis(300));
    stage.azure.script().duration(Duration.ofMillis(300));
  }

  private void plant(Vendor vendor, Planting planting) {
    var foreign = stage.azure.foreignHost().url().toString();
    var code =
        new RawApi(stage)
            .plantStatus(HasMetadata.getPlural(vendor.kind()), "sync", planting.patch(foreign));

    assertThat(code).isEqualTo(planting.isRefused() ? 422 : 200);
  }

  private void request(Vendor vendor) {
    stage.annotate(vendor.kind(), "sync", "backupsync.dev/requested-at", REQUEST);
  }

  private void judge(Vendor vendor) {
    var status =
        stage.await(
            vendor.kind(),
            "sync",
            s -> s.currentState() == SyncState.SUCCEEDED && REQUEST.equals(s.lastHandledRequest()));

    assertThat(vendor.mostAtOnce()).isOne();
    assertThat(stage.azure.foreignHost().requests().all()).isEmpty();
    assertThat(sizeOfStatus(vendor)).isLessThan(StatusBudget.WHOLE);
    assertThat(status.observedGeneration())
        .isEqualTo(stage.get(vendor.kind(), "sync").getMetadata().getGeneration());
    assertThat(status.pastRuns()).hasSizeBetween(1, 10);
    assertThat(status.run().attempt()).isBetween(1, 10);
    assertThat(status.run().misses()).isNotNegative();
    assertThat(times(status))
        .allMatch(time -> time.isAfter(Instant.parse("2020-01-01T00:00:00Z")))
        .allMatch(time -> time.isBefore(Instant.now().plus(Duration.ofDays(40))));
    assertThat(status.knownConditions())
        .singleElement()
        .returns("Synchronized", condition -> condition.getReason())
        .satisfies(c -> assertThat(Instant.parse(c.getLastTransitionTime())).isNotNull());
  }

  private static Stream<Instant> times(SyncStatus status) {
    var run = status.run();
    return Stream.of(
            status.lastSuccessTime(),
            status.queuedTime(),
            status.nextRunTime(),
            status.nextCheckTime(),
            run.startTime(),
            run.deadline(),
            run.nextPollTime())
        .flatMap(time -> Optional.ofNullable(time).stream());
  }
}
