package dev.backupsync.vendor;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncError;
import java.util.function.Function;

/** What came of looking something up at a vendor. */
public sealed interface Lookup<T> {
  record Found<T>(T value) implements Lookup<T> {}

  /** It is not there, or not for us: what cannot be looked up counts as "nothing known". */
  record NotVisible<T>(Reason reason, SyncError error) implements Lookup<T> {}

  /** It could not be looked up now, with what follows from that. */
  record Failed<T>(Outcome outcome) implements Lookup<T> {}

  /** Whether it says anything of what was looked up; trouble is worth nothing to later callers. */
  default boolean teaches() {
    return switch (this) {
      case Found<T> _, NotVisible<T> _ -> true;
      case Failed<T> _ -> false;
    };
  }

  /** Looks further with what was found. */
  default <R> Lookup<R> then(Function<T, Lookup<R>> next) {
    return switch (this) {
      case Found<T>(var value) -> next.apply(value);
      case NotVisible<T>(var reason, var error) -> new NotVisible<>(reason, error);
      case Failed<T>(var outcome) -> new Failed<>(outcome);
    };
  }
}
