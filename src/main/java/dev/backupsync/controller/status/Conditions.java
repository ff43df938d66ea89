package dev.backupsync.controller.status;

import dev.backupsync.api.v1alpha1.StatusBudget;
import dev.backupsync.api.v1alpha1.Truncation;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Builds conditions as kstatus reads them: Ready always, Reconciling and Stalled only while true. A
 * transition time changes only when the condition's status changes.
 */
final class Conditions {
  static final String READY = "Ready";
  private static final String RECONCILING = "Reconciling";
  private static final String STALLED = "Stalled";

  private final List<Condition> before;
  private final @Nullable Long generation;
  private final Instant now;

  Conditions(List<Condition> before, @Nullable Long generation, Instant now) {
    this.before = before;
    this.generation = generation;
    this.now = now.truncatedTo(ChronoUnit.SECONDS); // as everywhere in Kubernetes
  }

  /** Everything works. */
  List<Condition> ready(String reason, String message) {
    return List.of(condition(READY, "True", reason, message));
  }

  /** The wanted state is not reached yet. */
  List<Condition> reconciling(String reason, String message) {
    return List.of(
        condition(READY, "Unknown", reason, message),
        condition(RECONCILING, "True", reason, message));
  }

  /** Needs a change by a user. */
  List<Condition> stalled(String reason, String message) {
    return List.of(
        condition(READY, "False", reason, message), condition(STALLED, "True", reason, message));
  }

  /** Unknown, and the operator is not working on it. */
  List<Condition> resting(String reason, String message) {
    return List.of(condition(READY, "Unknown", reason, message));
  }

  private Condition condition(String type, String truth, String reason, String message) {
    return new ConditionBuilder()
        .withType(type)
        .withStatus(truth)
        .withReason(reason)
        .withMessage(Truncation.forDisplay(message, StatusBudget.CONDITION))
        .withObservedGeneration(generation)
        .withLastTransitionTime(since(type, truth))
        .build();
  }

  private String since(String type, String truth) {
    return before.stream()
        .filter(old -> type.equals(old.getType()) && truth.equals(old.getStatus()))
        .findFirst()
        .flatMap(old -> Optional.ofNullable(old.getLastTransitionTime()))
        .filter(Conditions::isTime)
        .orElse(now.toString());
  }

  /** Conditions are read from status, which users may have edited. */
  private static boolean isTime(String text) {
    try {
      var _ = Instant.parse(text);
      return true;
    } catch (DateTimeException _) {
      return false;
    }
  }
}
