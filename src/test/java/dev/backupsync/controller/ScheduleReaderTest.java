package dev.backupsync.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.ConnectionRef;
import dev.backupsync.api.v1alpha1.RepositoryRef;
import dev.backupsync.api.v1alpha1.RepositorySync;
import dev.backupsync.api.v1alpha1.RepositorySyncSpec;
import dev.backupsync.api.v1alpha1.RunOptions;
import dev.backupsync.api.v1alpha1.SyncAnnotations;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.schedule.Jitter;
import dev.backupsync.statemachine.DesiredState;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleReaderTest {
  private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");

  @Test
  void aScheduleIsReadInItsTimeZone() {
    var schedule = read("0 3 * * *", "Europe/Berlin", "90m", "").schedule().orElseThrow();

    assertThat(schedule.timetable().after(NOON)).contains(Instant.parse("2026-07-02T01:00:00Z"));
    assertThat(schedule.startingDeadline()).contains(Duration.ofMinutes(90));
    assertThat(schedule.text()).isEqualTo("0 3 * * * Europe/Berlin");
  }

  @Test
  void withoutATimeZoneItIsUtc() {
    var schedule = read("@daily", null, null, "").schedule().orElseThrow();

    assertThat(schedule.timetable().after(NOON)).contains(Instant.parse("2026-07-02T00:00:00Z"));
    assertThat(schedule.startingDeadline()).isEmpty();
    assertThat(schedule.text()).isEqualTo(read("@daily", "UTC", null, "").schedule().get().text());
  }

  @Test
  void aTimeZoneAloneIsNoSchedule() {
    var desired = read(null, "Europe/Berlin", null, "");

    assertThat(desired.invalid()).isEmpty();
    assertThat(desired.schedule()).isEmpty();
  }

  @Test
  void jitterIsOffByAnnotationOnly() {
    var on = read("@daily", null, null, "on").schedule().orElseThrow();

    assertThat(on.jitter()).isNotEqualTo(Jitter.NONE);
    assertThat(read("@daily", null, null, "").schedule().get().jitter()).isEqualTo(on.jitter());
    assertThat(read("@daily", null, null, "off").schedule().get().jitter()).isEqualTo(Jitter.NONE);
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          0 25 * * *  | -             | -     | spec.schedule: '25' is not an hour (0-23)
          @fortnightly | -            | -     | spec.schedule: '@fortnightly' is not a macro
          0 3 * * *   | Europe/Berlun | -     | spec.timeZone: 'Europe/Berlun' is not an IANA time zone
          -           | Europe/Berlun | -     | spec.timeZone: 'Europe/Berlun' is not an IANA time zone
          0 3 * * *   | +02:00        | -     | spec.timeZone: '+02:00' is not
          0 3 * * *   | europe/berlin | -     | spec.timeZone: 'europe/berlin' is not
          0 3 * * *   | ../etc        | -     | spec.timeZone: '../etc' is not
          0 3 * * *   | -             | 1y    | spec.startingDeadline: is not a duration
          0 3 * * *   | -             | 0s    | spec.startingDeadline: must be between 1s and 8784h
          0 3 * * *   | -             | 9999h | spec.startingDeadline: must be between 1s and 8784h
          """)
  void whatIsWrongIsToldWithItsField(
      @Nullable String cron, @Nullable String zone, @Nullable String deadline, String told) {
    var desired = read(cron, zone, deadline, "");

    assertThat(desired.invalid().map(SyncError::message).orElse("")).contains(told);
    assertThat(desired.schedule()).isEmpty();
  }

  @Test
  void nothingIsScheduledFromASpecThatIsWrongElsewhere() {
    var sync = sync("@daily", null, null, "");
    sync.getMetadata().setNamespace("backup");
    sync.setSpec(
        new RepositorySyncSpec(new ConnectionRef(null, "vb365"), null, sync.getSpec().options()));

    var desired = new SpecReader<>(RepositorySyncReconciler::target).read(sync);

    assertThat(desired.invalid()).isPresent();
    assertThat(desired.schedule()).isEmpty();
  }

  private static DesiredState read(
      @Nullable String cron, @Nullable String zone, @Nullable String deadline, String jitter) {
    return new SpecReader<>(RepositorySyncReconciler::target)
        .read(sync(cron, zone, deadline, jitter));
  }

  private static RepositorySync sync(
      @Nullable String cron, @Nullable String zone, @Nullable String deadline, String jitter) {
    var sync = new RepositorySync();
    sync.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("backup")
            .withName("mail")
            .withUid("6a0e1c8e-0000-4000-8000-000000000001")
            .withAnnotations(
                jitter.isEmpty() ? Map.of() : Map.of(SyncAnnotations.SCHEDULE_JITTER, jitter))
            .build());
    sync.setSpec(
        new RepositorySyncSpec(
            new ConnectionRef(null, "vb365"),
            new RepositoryRef(null, "Mail"),
            new RunOptions(null, null, cron, zone, deadline, null, null, null, null, null)));
    return sync;
  }
}
