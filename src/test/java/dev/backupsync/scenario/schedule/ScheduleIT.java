package dev.backupsync.scenario.schedule;

import static dev.backupsync.api.v1alpha1.SyncState.SUCCEEDED;
import static dev.backupsync.api.v1alpha1.SyncState.SYNCHRONIZING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.SyncAnnotations;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.Trigger;
import dev.backupsync.api.v1alpha1.TriggerType;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Vendor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Schedules on a real API server, with a clock that a test puts forward. */
@OnApiServer
class ScheduleIT {
  private static final Duration DAY = Duration.ofDays(1);
  private static final String DAILY = "schedule: \"0 3 * * *\"";

  private Stage stage;
  private Vendor vendor;

  /** How far the operator's clock is ahead of the real one. */
  private volatile Duration ahead = Duration.ZERO;

  private final InstantSource clock = () -> Instant.now().plus(ahead);

  @BeforeEach
  void open() {
    stage = Stage.open();
    setTo("12:00:00");
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @ParameterizedTest
  @EnumSource
  void aSlotStartsARunWithoutAnyOutsideEvent(Vendor.Kind kind) {
    connect(kind);
    restedWith(DAILY);
    putForwardTo("02:59:57");

    var running = await(SYNCHRONIZING, 2);

    assertThat(running.run().trigger())
        .isEqualTo(new Trigger(TriggerType.SCHEDULED, today().toString()));
    assertThat(running.nextRunTime()).isEqualTo(today().plus(DAY));
  }

  @ParameterizedTest
  @EnumSource
  void afterDaysAwayOneSlotIsCaughtUpAndAfterARestartNoneAgain(Vendor.Kind kind) {
    connect(kind);
    restedWith(DAILY);
    ahead = ahead.plus(DAY.multipliedBy(10));
    restart();

    await(SYNCHRONIZING, 2);
    vendor.finish();
    await(SUCCEEDED, 2);
    restart();
    annotate(SyncAnnotations.REQUESTED_AT, "after");
    await(SYNCHRONIZING, 3);

    assertThat(status().run().trigger().type()).isEqualTo(TriggerType.REQUESTED);
    stage.awaitEvents(
        "sync", "Started", "Succeeded", "MissedSchedule", "Started", "Succeeded", "Started");
  }

  @ParameterizedTest
  @EnumSource
  void aSlotThatIsTooOldIsSkippedAndTold(Vendor.Kind kind) {
    connect(kind);
    restedWith(DAILY + "\n  startingDeadline: 1h");
    ahead = ahead.plus(DAY.multipliedBy(2));
    restart();

    stage.awaitEvents("sync", "Started", "Succeeded", "MissedSchedule");
    var status = stage.await(vendor.kind(), "sync", s -> today().equals(s.lastScheduleTime()));

    assertThat(status.nextRunTime()).isEqualTo(today().plus(DAY));
    assertThat(status.currentState()).isEqualTo(SUCCEEDED);
    assertThat(vendor.starts()).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void theNextRunIsToldWithItsJitterAndNotWhileSuspended(Vendor.Kind kind) {
    connect(kind);
    vendor.sync(DAILY, "timeZone: Europe/Berlin");
    stage.operate(clock);

    var jittered = stage.await(vendor.kind(), "sync", s -> s.nextRunTime() != null);
    annotate(SyncAnnotations.SCHEDULE_JITTER, "off");
    var punctual = stage.await(vendor.kind(), "sync", s -> onTheHour(s.nextRunTime()));

    assertThat(Duration.between(punctual.nextRunTime(), jittered.nextRunTime()))
        .isBetween(Duration.ZERO, Duration.ofSeconds(59));
    vendor.sync(DAILY, "suspend: true");
    stage.await(vendor.kind(), "sync", s -> s.nextRunTime() == null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          schedule: "0 25 * * *"                                  | spec.schedule: '25' is not an hour
          {schedule: "@daily", timeZone: Europe/Berlun}           | spec.timeZone: 'Europe/Berlun'
          """)
  void whatIsWrongIsTold(String line, String told) {
    connect(Vendor.Kind.VEEAM);
    var options = line.startsWith("{") ? line.substring(1, line.length() - 1) : line;
    vendor.sync(options.split(", "));
    stage.operate(clock);

    var ready = stage.awaitReason(vendor.kind(), "sync", "InvalidSpec");

    assertThat(ready.getMessage()).contains(told);
  }

  private void connect(Vendor.Kind kind) {
    vendor = kind.on(stage);
    vendor.outOfOrder(false); // as a schedule meets its target every day
    vendor.connect();
  }

  /** A sync that has had its first run, without jitter. */
  private void restedWith(String options) {
    vendor.sync(options);
    annotate(SyncAnnotations.SCHEDULE_JITTER, "off");
    stage.operate(clock);
    await(SYNCHRONIZING, 1);
    vendor.finish();
    await(SUCCEEDED, 1);
  }

  private SyncStatus await(SyncState state, int starts) {
    return stage.await(
        vendor.kind(), "sync", s -> s.currentState() == state && vendor.starts() == starts);
  }

  private SyncStatus status() {
    return stage.get(vendor.kind(), "sync").getStatus();
  }

  private void annotate(String name, String value) {
    stage.annotate(vendor.kind(), "sync", name, value);
  }

  private void restart() {
    stage.stopOperator();
    stage.operate(clock);
  }

  /** The next time the clock shows this, in UTC, with the operator down meanwhile. */
  private void putForwardTo(String time) {
    stage.stopOperator();
    setTo(time);
    stage.operate(clock);
  }

  private void setTo(String time) {
    var now = clock.instant().atOffset(ZoneOffset.UTC);
    var today = now.with(LocalTime.parse(time));
    var next = today.isAfter(now) ? today : today.plusDays(1);
    ahead = ahead.plus(Duration.between(now, next));
  }

  /** Three o'clock on the day that the operator's clock shows. */
  private Instant today() {
    return clock.instant().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(3));
  }

  private static boolean onTheHour(Instant time) {
    return time != null && time.truncatedTo(ChronoUnit.HOURS).equals(time);
  }
}
