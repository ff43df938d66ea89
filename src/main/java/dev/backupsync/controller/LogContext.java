package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import org.slf4j.MDC;

/** Names the object in every log line that is written while it is reconciled. */
final class LogContext implements AutoCloseable {
  private final Map<String, String> before;

  private LogContext(Map<String, String> before) {
    this.before = before;
  }

  static LogContext of(HasMetadata object) {
    var saved = MDC.getCopyOfContextMap();
    MDC.put("kind", object.getKind());
    MDC.put("namespace", object.getMetadata().getNamespace());
    MDC.put("name", object.getMetadata().getName());
    return new LogContext(saved == null ? Map.of() : saved);
  }

  static LogContext of(HasMetadata sync, SyncStatus status) {
    var context = of(sync);
    follow(status);
    return context;
  }

  /** From now on the log lines name the run in {@code status}. */
  static void follow(SyncStatus status) {
    status.knownRun().map(Run::id).ifPresent(id -> MDC.put("run", id));
  }

  @Override
  public void close() {
    MDC.setContextMap(before);
  }
}
