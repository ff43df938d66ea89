package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.Defaults;
import dev.backupsync.api.v1alpha1.GoDuration;
import dev.backupsync.api.v1alpha1.RunOptions;
import dev.backupsync.api.v1alpha1.SpecErrors;
import dev.backupsync.api.v1alpha1.SyncSpec;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.statemachine.SuccessDue;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Computes from a sync object the time by which the sync must succeed again; for metrics. */
public final class SuccessDueReader {
  private SuccessDueReader() {}

  /** Empty where no success is due: it is suspended, or without a schedule and succeeded once. */
  public static Optional<Instant> read(CustomResource<? extends SyncSpec, SyncStatus> sync) {
    var options =
        Optional.ofNullable(sync.getSpec()).map(SyncSpec::options).orElse(RunOptions.NONE);
    if (options.suspended()) {
      return Optional.empty();
    }
    var errors = new SpecErrors(); // told by the sync's own status
    var timeout =
        Optional.ofNullable(options.timeout())
            .flatMap(GoDuration::parse)
            .orElseGet(() -> Defaults.duration(Defaults.TIMEOUT));
    return SuccessDue.of(
        ScheduleReader.read(options, sync.getMetadata(), errors),
        timeout,
        Objects.requireNonNullElse(sync.getStatus(), SyncStatus.NEW),
        Instant.parse(sync.getMetadata().getCreationTimestamp()));
  }
}
