package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.Defaults;
import dev.backupsync.api.v1alpha1.DurationBounds;
import dev.backupsync.api.v1alpha1.RunOptions;
import dev.backupsync.api.v1alpha1.SpecErrors;
import dev.backupsync.api.v1alpha1.SyncAnnotations;
import dev.backupsync.schedule.Jitter;
import dev.backupsync.schedule.Schedule;
import dev.backupsync.schedule.ZonedCron;
import dev.backupsync.schedule.cron.CronExpression;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Reads when a sync is to run regularly, and reports what is wrong with its schedule. */
final class ScheduleReader {
  private ScheduleReader() {}

  /** The JVM copies them at each call. */
  private static final Set<String> PLACES = Set.copyOf(ZoneId.getAvailableZoneIds());

  /** Empty if there is no schedule, or it is wrong. */
  static Optional<Schedule> read(RunOptions options, ObjectMeta meta, SpecErrors errors) {
    var zone = zone(options, errors);
    var deadline =
        Optional.ofNullable(options.startingDeadline())
            .map(
                text ->
                    errors.duration(
                        "spec.startingDeadline",
                        text,
                        Defaults.duration(DurationBounds.STARTING_DEADLINE),
                        DurationBounds.STARTING_DEADLINE));
    return Optional.ofNullable(options.schedule())
        .flatMap(
            text -> CronExpression.read(text, problem -> errors.reject("spec.schedule", problem)))
        .map(
            cron ->
                new Schedule(
                    cron.text() + " " + zone, new ZonedCron(cron, zone), deadline, jitter(meta)));
  }

  /** Only names of places: an abbreviation or an offset does not say when clocks change. */
  private static ZoneId zone(RunOptions options, SpecErrors errors) {
    var name = Objects.requireNonNullElse(options.timeZone(), Defaults.TIME_ZONE);
    if (PLACES.contains(name)) {
      return ZoneId.of(name);
    }
    errors.reject(
        "spec.timeZone", "'" + name + "' is not an IANA time zone such as Europe/Berlin or UTC");
    return ZoneId.of(Defaults.TIME_ZONE);
  }

  private static Jitter jitter(ObjectMeta meta) {
    var off = SpecReader.annotation(meta, SyncAnnotations.SCHEDULE_JITTER).filter("off"::equals);
    return off.isPresent()
        ? Jitter.NONE
        : Jitter.of(meta.getNamespace() + "/" + meta.getName() + "/" + meta.getUid());
  }
}
