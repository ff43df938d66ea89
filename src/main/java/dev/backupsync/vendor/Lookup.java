package dev.backupsync.vendor;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncError;
import java.util.Optional;
import java.util.function.Function;

/** The result of looking something up at a vendor. */
public sealed interface Lookup<T> {
  record Found<T>(T value) implements Lookup<T> {}

  /** It does not exist, or we may not see it: in both cases nothing is known about it. */
  record NotVisible<T>(Reason reason, SyncError error) implements Lookup<T> {}

  /** It could not be looked up now; {@code outcome} says what follows from that. */
  record Failed<T>(Outcome outcome) implements Lookup<T> {}

  /** Whether later callers may use this result too; a failure tells them nothing. */
  default boolean isReusable() {
    return switch (this) {
      case Found<T> _, NotVisible<T> _ -> true;
      case Failed<T> _ -> false;
    };
  }

  /** What was found; empty if nothing was. */
  default Optional<T> found() {
    return switch (this) {
      case Found<T>(var value) -> Optional.of(value);
      case NotVisible<T> _, Failed<T> _ -> Optional.empty();
    };
  }

  /** Continues the look-up with what was found. */
  default <R> Lookup<R> then(Function<T, Lookup<R>> next) {
    return switch (this) {
      case Found<T>(var value) -> next.apply(value);
      case NotVisible<T>(var reason, var error) -> new NotVisible<>(reason, error);
      case Failed<T>(var outcome) -> new Failed<>(outcome);
    };
  }
}
