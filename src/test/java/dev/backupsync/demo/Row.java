package dev.backupsync.demo;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.RunRecord;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** A sync as the table shows it. */
record Row(
    String name,
    String kind,
    SyncState state,
    Optional<Integer> percent,
    Optional<Reason> reason,
    Optional<String> error,
    Optional<SyncError> lastError,
    int attempts) {

  static Row of(CustomResource<?, SyncStatus> sync) {
    var status = Objects.requireNonNullElse(sync.getStatus(), SyncStatus.NEW);
    return new Row(
        sync.getMetadata().getName(),
        sync.getKind(),
        status.currentState(),
        Optional.ofNullable(status.progressPercent()),
        Optional.ofNullable(status.reason()),
        Optional.ofNullable(status.error()),
        Optional.ofNullable(status.lastError()),
        status.knownLastRun().map(RunRecord::attempts).orElse(0));
  }

  boolean isOf(Example example) {
    return kind.equals(example.kind()) && name.equals(example.name());
  }

  /** Whether nothing more will happen of itself. */
  boolean ended() {
    return switch (state) {
      case SUCCEEDED, FAILED, CANCELLED -> true;
      case PENDING -> reason.filter(Reason.SUSPENDED::equals).isPresent();
      case QUEUED, STARTING, SYNCHRONIZING -> false;
    };
  }

  /** As users of kubectl see it. */
  String stateWord() {
    return word(state);
  }

  static String word(SyncState state) {
    var name = state.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  /** The error, else the reason. */
  String note() {
    return error.or(() -> reason.map(Reason::word)).orElse("");
  }

  List<String> recommendedActions() {
    return lastError.map(SyncError::recommendedActions).filter(Objects::nonNull).orElse(List.of());
  }
}
