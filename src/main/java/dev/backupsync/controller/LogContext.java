package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.connection.ConnectionKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.MDC;

/**
 * Names the object, its run and its connection in every log line that is written while it is
 * reconciled. The names of these fields are a contract with users.
 */
final class LogContext implements AutoCloseable {
  private static final String CORRELATION_ID = "correlationId";

  private final Map<String, String> before;

  private LogContext(Map<String, String> before) {
    this.before = before;
  }

  static LogContext of(HasMetadata object) {
    var saved = MDC.getCopyOfContextMap();
    MDC.clear(); // the framework names the object, too, in other words
    MDC.put("kind", object.getKind());
    MDC.put("namespace", object.getMetadata().getNamespace());
    MDC.put("name", object.getMetadata().getName());
    return new LogContext(saved == null ? Map.of() : saved);
  }

  static LogContext of(HasMetadata sync, SyncStatus status) {
    var context = of(sync);
    status.knownRun().ifPresent(LogContext::follow);
    return context;
  }

  /**
   * From now on the log lines name the run in {@code next}, and the vendor's id for an error that
   * is new in it.
   */
  static void follow(SyncStatus next, SyncStatus before) {
    next.knownRun().ifPresent(LogContext::follow);
    Optional.ofNullable(next.lastError())
        .filter(error -> !Objects.equals(error, before.lastError()))
        .map(SyncError::correlationId)
        .ifPresentOrElse(id -> MDC.put(CORRELATION_ID, id), () -> MDC.remove(CORRELATION_ID));
  }

  private static void follow(Run run) {
    MDC.put("run", run.id());
    MDC.put("attempt", Integer.toString(run.attempt()));
    MDC.put("trigger", run.trigger().word());
    MDC.put("connection", ConnectionKey.of(run.target().connectionRef()).toString());
  }

  @Override
  public void close() {
    MDC.setContextMap(before);
  }
}
