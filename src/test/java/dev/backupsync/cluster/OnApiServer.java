package dev.backupsync.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Marks tests that need a real API server. Where there is none they are skipped, loudly; with
 * {@code -Dkube.required=true} they fail.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OnApiServer.Condition.class)
public @interface OnApiServer {

  /** Tries to start the server once. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      try {
        return ConditionEvaluationResult.enabled(ApiServer.shared().kubeconfig().toString());
      } catch (RuntimeException | ExceptionInInitializerError | NoClassDefFoundError e) {
        if (Boolean.getBoolean("kube.required")) {
          throw new IllegalStateException("A kube-apiserver is required, and none could start", e);
        }
        System.err.println(
            "\n*** SKIPPED "
                + context.getDisplayName()
                + ": no kube-apiserver. Set KUBE_API_TEST_DIR"
                + " to a folder with its binaries; see CONTRIBUTING.md. Cause: "
                + e
                + "\n");
        return ConditionEvaluationResult.disabled("no kube-apiserver: " + e);
      }
    }
  }
}
