package dev.backupsync.controller.status;

import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.api.v1alpha1.ConnectionStatus;
import dev.backupsync.api.v1alpha1.StatusBudget;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.api.v1alpha1.Truncation;
import dev.backupsync.connection.ConnectionState;
import dev.backupsync.time.Clocks;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes the state of a connection as status and conditions. */
public final class ConnectionStatuses {
  private ConnectionStatuses() {}

  /**
   * The refused log-in that status records, if nothing that could fix it has changed since.
   *
   * @param secretVersion of the Secrets as they are now
   */
  public static Optional<ConnectionState.NotReady> refusal(
      HasMetadata connection, ConnectionStatus status, String secretVersion, Clocks clocks) {
    var now = clocks.wall().instant();
    var probed =
        Optional.ofNullable(status.lastProbeTime())
            .filter(time -> !time.isAfter(now))
            .map(time -> clocks.since(time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time));
    var same =
        Objects.equals(status.observedGeneration(), connection.getMetadata().getGeneration())
            && Objects.equals(status.observedSecretVersion(), secretVersion);
    return status.knownConditions().stream()
        .filter(condition -> Conditions.READY.equals(condition.getType()))
        .flatMap(condition -> refused(condition.getReason()))
        .filter(_ -> same && probed.isPresent() && status.lastError() != null)
        .map(
            reason ->
                new ConnectionState.NotReady(
                    reason, lastError(status), Optional.ofNullable(status.url()), probed))
        .findFirst();
  }

  private static SyncError lastError(ConnectionStatus status) {
    return Objects.requireNonNull(status.lastError()).at(null);
  }

  private static Stream<ConnectionReason> refused(@Nullable String word) {
    return Stream.of(ConnectionReason.CREDENTIALS_INVALID, ConnectionReason.ACCESS_DENIED)
        .filter(reason -> reason.word().equals(word));
  }

  /**
   * The status that shows a state.
   *
   * @param secretVersion of the Secrets that the state was found with; empty if there are none
   */
  public static ConnectionStatus of(
      HasMetadata connection,
      ConnectionStatus before,
      ConnectionState state,
      String secretVersion,
      Instant now) {
    var generation = connection.getMetadata().getGeneration();
    var conditions = new Conditions(before.knownConditions(), generation, seconds(now));
    var status =
        bounded(before)
            .withObservedGeneration(generation)
            .withObservedSecretVersion(secretVersion.isEmpty() ? null : word(secretVersion));
    return switch (state) {
      case ConnectionState.Ready(var probe, var url, var probed, _) ->
          status
              .withUrl(url)
              .withApiVersion(probe.apiVersion())
              .withServerVersion(probe.serverVersion().orElse(null))
              .withInstallationId(probe.installationId().orElse(null))
              .withError(null)
              .withLastError(null)
              .withLastProbeTime(seconds(probed.time()))
              .withConditions(
                  conditions.ready(ConnectionReason.CONNECTED.word(), "Connected to " + url));
      case ConnectionState.NotReady(var reason, var error, var url, var probed) ->
          status
              .withUrl(url.orElse(null))
              .withError(error.message())
              .withLastError(
                  error.sameAs(before.lastError()) ? before.lastError() : error.at(seconds(now)))
              .withLastProbeTime(
                  probed.map(at -> seconds(at.time())).orElse(before.lastProbeTime()))
              .withConditions(conditions.stalled(reason.word(), error.message()));
    };
  }

  /** Whether a connection became ready, or not ready, or not ready for another reason. */
  public static boolean isTransition(ConnectionStatus before, ConnectionStatus after) {
    return !ready(before).equals(ready(after));
  }

  /** Its status and its reason; empty if there is none. */
  private static List<String> ready(ConnectionStatus status) {
    return status.knownConditions().stream()
        .filter(condition -> Conditions.READY.equals(condition.getType()))
        .flatMap(condition -> Stream.of(condition.getStatus(), condition.getReason()))
        .toList();
  }

  /** Limits the fields that a failed probe keeps, because users may have edited them. */
  private static ConnectionStatus bounded(ConnectionStatus before) {
    return before
        .withApiVersion(word(before.apiVersion()))
        .withServerVersion(word(before.serverVersion()))
        .withInstallationId(word(before.installationId()));
  }

  private static @Nullable String word(@Nullable String text) {
    return text == null ? null : Truncation.forDisplay(text, StatusBudget.WORD);
  }

  private static Instant seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }
}
