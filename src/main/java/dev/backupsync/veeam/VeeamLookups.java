package dev.backupsync.veeam;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.http.CallResult;
import dev.backupsync.veeam.auth.NoAccess;
import dev.backupsync.veeam.rest.VeeamErrors;
import dev.backupsync.vendor.Lookup;
import dev.backupsync.vendor.Outcome;
import java.util.Optional;
import java.util.function.Function;

/** Turns the server's answer to a look-up into a {@link Lookup}. Pure. */
final class VeeamLookups {
  private VeeamLookups() {}

  /**
   * Reads the answer to a look-up.
   *
   * @param read returns empty if a success holds something else
   */
  static <T> Lookup<T> of(CallResult<NoAccess> answer, Function<JsonNode, Optional<T>> read) {
    if (!(answer instanceof CallResult.Replied(var reply))) {
      return new Lookup.Failed<>(VeeamOutcomes.of(answer));
    }
    if (reply.success()) {
      return (reply.intact() ? read.apply(reply.body()) : Optional.<T>empty())
          .<Lookup<T>>map(Lookup.Found::new)
          .orElseGet(() -> new Lookup.Failed<>(VeeamOutcomes.unreadable(reply)));
    }
    return switch (reply.status()) {
      case 403 -> new Lookup.NotVisible<>(Reason.ACCESS_DENIED, VeeamErrors.of(reply));
      case 404, 405, 410 -> new Lookup.NotVisible<>(Reason.TARGET_NOT_FOUND, VeeamErrors.of(reply));
      default -> new Lookup.Failed<>(VeeamOutcomes.of(answer));
    };
  }

  /** The operator is asked to stop, so the look-up ends. */
  static <T> Lookup<T> interrupted() {
    return new Lookup.Failed<>(
        new Outcome.Deferred(
            Reason.PROGRESSING_WITH_RETRY,
            SyncError.of("Interrupted", "Interrupted while waiting for an answer"),
            Optional.empty()));
  }
}
