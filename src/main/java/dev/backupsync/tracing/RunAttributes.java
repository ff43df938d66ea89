package dev.backupsync.tracing;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.connection.ConnectionKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;

/** The names of what spans tell; a contract with users. */
final class RunAttributes {
  static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("backupsync.outcome");
  static final AttributeKey<Long> PROGRESS = AttributeKey.longKey("backupsync.progress_percent");
  static final AttributeKey<String> VENDOR_STATE =
      AttributeKey.stringKey("backupsync.vendor_state");
  static final AttributeKey<String> REMARK = AttributeKey.stringKey("backupsync.remark");
  static final AttributeKey<String> CORRELATION_ID =
      AttributeKey.stringKey("backupsync.correlation_id");
  static final AttributeKey<String> RESULT = AttributeKey.stringKey("backupsync.result");
  static final AttributeKey<String> REASON = AttributeKey.stringKey("backupsync.reason");
  static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

  private static final AttributeKey<String> NAMESPACE =
      AttributeKey.stringKey("k8s.namespace.name");
  private static final AttributeKey<String> KIND = AttributeKey.stringKey("backupsync.kind");
  private static final AttributeKey<String> NAME = AttributeKey.stringKey("backupsync.name");
  private static final AttributeKey<String> RUN = AttributeKey.stringKey("backupsync.run");
  private static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("backupsync.attempt");
  private static final AttributeKey<String> TRIGGER = AttributeKey.stringKey("backupsync.trigger");
  private static final AttributeKey<String> CONNECTION =
      AttributeKey.stringKey("backupsync.connection");

  private RunAttributes() {}

  /** What every span of a run has. */
  static Attributes of(HasMetadata sync, Run run) {
    return Attributes.builder()
        .put(KIND, sync.getKind())
        .put(NAMESPACE, sync.getMetadata().getNamespace())
        .put(NAME, sync.getMetadata().getName())
        .put(RUN, run.id())
        .put(ATTEMPT, (long) run.attempt())
        .put(TRIGGER, run.trigger().word())
        .put(CONNECTION, ConnectionKey.of(run.target().connectionRef()).toString())
        .build();
  }
}
