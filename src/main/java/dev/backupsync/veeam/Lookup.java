package dev.backupsync.veeam;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.vendor.Outcome;
import java.util.Optional;
import java.util.function.Function;

/** What came of looking something up. */
sealed interface Lookup<T> {
  record Found<T>(T value) implements Lookup<T> {}

  /** It is not there, or not for us: what cannot be looked up counts as "nothing known". */
  record NotVisible<T>(Reason reason, SyncError error) implements Lookup<T> {}

  /** We could not look now, with what follows from that. */
  record Failed<T>(Outcome outcome) implements Lookup<T> {}

  /**
   * Reads what a look was answered.
   *
   * @param read gives nothing where a success holds something else
   */
  static <T> Lookup<T> of(VeeamAnswer answer, Function<JsonNode, Optional<T>> read) {
    if (!(answer instanceof VeeamAnswer.Replied(var reply))) {
      return new Failed<>(VeeamOutcomes.of(answer));
    }
    if (reply.success()) {
      return (reply.intact() ? read.apply(reply.body()) : Optional.<T>empty())
          .<Lookup<T>>map(Found::new)
          .orElseGet(() -> new Failed<>(VeeamOutcomes.unreadable(reply)));
    }
    return switch (reply.status()) {
      case 403 -> new NotVisible<>(Reason.ACCESS_DENIED, VeeamErrors.of(reply));
      case 404, 405, 410 -> new NotVisible<>(Reason.TARGET_NOT_FOUND, VeeamErrors.of(reply));
      default -> new Failed<>(VeeamOutcomes.of(answer));
    };
  }

  /** The operator is told to stop, so nobody waits any longer. */
  static <T> Lookup<T> interrupted() {
    return new Failed<>(
        new Outcome.Deferred(
            Reason.PROGRESSING_WITH_RETRY,
            SyncError.of("Interrupted", "Interrupted while waiting for an answer"),
            Optional.empty()));
  }

  /** Whether it tells anything; trouble tells nothing to those who ask later. */
  default boolean teaches() {
    return switch (this) {
      case Found<T> _, NotVisible<T> _ -> true;
      case Failed<T> _ -> false;
    };
  }

  /** Looks further with what was seen. */
  default <R> Lookup<R> then(Function<T, Lookup<R>> next) {
    return switch (this) {
      case Found<T>(var value) -> next.apply(value);
      case NotVisible<T>(var reason, var error) -> new NotVisible<>(reason, error);
      case Failed<T>(var outcome) -> new Failed<>(outcome);
    };
  }
}
