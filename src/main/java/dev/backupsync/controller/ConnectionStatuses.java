package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.api.v1alpha1.ConnectionStatus;
import dev.backupsync.api.v1alpha1.Excerpt;
import dev.backupsync.api.v1alpha1.StatusBudget;
import dev.backupsync.connection.Verdict;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Tells a verdict as status and conditions. */
final class ConnectionStatuses {
  private ConnectionStatuses() {}

  static ConnectionStatus of(
      HasMetadata connection, ConnectionStatus before, Verdict verdict, Instant now) {
    var generation = connection.getMetadata().getGeneration();
    var conditions = new Conditions(before.knownConditions(), generation, seconds(now));
    var status = bounded(before).withObservedGeneration(generation);
    return switch (verdict) {
      case Verdict.Ready(var probe, var url, var probed, _) ->
          status
              .withUrl(url)
              .withApiVersion(probe.apiVersion())
              .withServerVersion(probe.serverVersion().orElse(null))
              .withInstallationId(probe.installationId().orElse(null))
              .withError(null)
              .withLastError(null)
              .withLastProbeTime(seconds(probed))
              .withConditions(
                  conditions.ready(ConnectionReason.CONNECTED.word(), "Connected to " + url));
      case Verdict.NotReady(var reason, var error, var url, var probed) ->
          status
              .withUrl(url.orElse(null))
              .withError(error.message())
              .withLastError(
                  error.sameAs(before.lastError()) ? before.lastError() : error.at(seconds(now)))
              .withLastProbeTime(
                  probed.map(ConnectionStatuses::seconds).orElse(before.lastProbeTime()))
              .withConditions(conditions.stalled(reason.word(), error.message()));
    };
  }

  /** What a probe that finds nobody leaves standing, anyone may have written. */
  private static ConnectionStatus bounded(ConnectionStatus before) {
    return before
        .withApiVersion(word(before.apiVersion()))
        .withServerVersion(word(before.serverVersion()))
        .withInstallationId(word(before.installationId()));
  }

  private static @Nullable String word(@Nullable String text) {
    return text == null ? null : Excerpt.told(text, StatusBudget.WORD);
  }

  private static Instant seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }
}
