package dev.backupsync.api.v1alpha1;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The kinds of triggers: what can ask for a run. */
public enum TriggerType {
  /** The object was seen for the first time. */
  CREATED("Created"),
  /** Its connection, repository, instance or sync type changed. */
  TARGET_CHANGED("TargetChanged"),
  /** A new value of {@link SyncAnnotations#REQUESTED_AT}. */
  REQUESTED("Requested"),
  /** A slot of the schedule. */
  SCHEDULED("Scheduled"),
  /** A check found that the target needs a sync. */
  DRIFT("Drift");

  private final String word;

  TriggerType(String word) {
    this.word = word;
  }

  /** The word in status. */
  public String word() {
    return word;
  }

  /** The type with that word; empty if only a newer release knows it. */
  static Optional<TriggerType> of(@Nullable String word) {
    return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
  }
}
