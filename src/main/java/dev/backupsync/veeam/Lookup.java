package dev.backupsync.veeam;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.operation.Outcome;
import java.util.Optional;
import java.util.function.Function;

/** What came of looking something up. */
sealed interface Lookup<T> {
  record Seen<T>(T value) implements Lookup<T> {}

  /** It is not there, or not for us: what cannot be looked up counts as "nothing known". */
  record Hidden<T>(Reason reason, SyncError error) implements Lookup<T> {}

  /** We could not look now, with what follows from that. */
  record Blind<T>(Outcome outcome) implements Lookup<T> {}

  /**
   * Reads what a look was answered.
   *
   * @param read gives nothing where a success holds something else
   */
  static <T> Lookup<T> of(Answer answer, Function<JsonNode, Optional<T>> read) {
    if (!(answer instanceof Answer.Replied(var reply))) {
      return new Blind<>(Consequences.of(answer));
    }
    if (reply.success()) {
      return (reply.intact() ? read.apply(reply.body()) : Optional.<T>empty())
          .<Lookup<T>>map(Seen::new)
          .orElseGet(() -> new Blind<>(Consequences.unreadable(reply)));
    }
    return switch (reply.status()) {
      case 403 -> new Hidden<>(Reason.ACCESS_DENIED, Errors.of(reply));
      case 404, 405, 410 -> new Hidden<>(Reason.TARGET_NOT_FOUND, Errors.of(reply));
      default -> new Blind<>(Consequences.of(answer));
    };
  }

  /** The operator is told to stop, so nobody waits any longer. */
  static <T> Lookup<T> interrupted() {
    return new Blind<>(
        new Outcome.Deferred(
            Reason.PROGRESSING_WITH_RETRY,
            SyncError.of("Interrupted", "Interrupted while waiting for an answer"),
            Optional.empty()));
  }

  /** Whether it tells anything; trouble tells nothing to those who ask later. */
  default boolean teaches() {
    return switch (this) {
      case Seen<T> _, Hidden<T> _ -> true;
      case Blind<T> _ -> false;
    };
  }

  /** Looks further with what was seen. */
  default <R> Lookup<R> then(Function<T, Lookup<R>> next) {
    return switch (this) {
      case Seen<T>(var value) -> next.apply(value);
      case Hidden<T>(var reason, var error) -> new Hidden<>(reason, error);
      case Blind<T>(var outcome) -> new Blind<>(outcome);
    };
  }
}
