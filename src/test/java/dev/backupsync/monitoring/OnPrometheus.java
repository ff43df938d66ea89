package dev.backupsync.monitoring;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Marks tests that need Prometheus, promtool, Alertmanager and amtool. Where they are not installed
 * they are skipped, loudly; with {@code -Dkube.required=true} they fail.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OnPrometheus.Condition.class)
@interface OnPrometheus {

  /** Looks for the four programs. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      var missing = Program.missing();
      if (missing.isEmpty()) {
        return ConditionEvaluationResult.enabled("Prometheus and Alertmanager are installed");
      }
      if (Boolean.getBoolean("kube.required")) {
        throw new IllegalStateException("Required and not installed: " + missing);
      }
      System.err.println(
          "\n*** SKIPPED "
              + context.getDisplayName()
              + ": not installed: "
              + missing
              + ". Debian has them as prometheus and prometheus-alertmanager; see"
              + " CONTRIBUTING.md\n");
      return ConditionEvaluationResult.disabled("not installed: " + missing);
    }
  }
}
