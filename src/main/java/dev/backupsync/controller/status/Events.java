package dev.backupsync.controller.status;

import dev.backupsync.api.v1alpha1.Truncation;
import dev.backupsync.statemachine.SyncEvent;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports what happened as Kubernetes events and log lines; a failed report never fails a sync. */
public final class Events {
  private static final Logger log = LoggerFactory.getLogger(Events.class);
  private static final String COMPONENT = "backup-sync-operator";
  private static final int LONGEST_MESSAGE = 1024; // the limit of the Kubernetes API

  /** Leaves room for the random suffix. */
  private static final int LONGEST_NAME = 253 - 14;

  private final EventRecorder recorder;
  private final InstantSource clock;

  public Events(EventRecorder recorder, InstantSource clock) {
    this.recorder = recorder;
    this.clock = clock;
  }

  public void tell(HasMetadata about, SyncEvent event) {
    if (event.kind().isWarning()) {
      log.warn("{}: {}", event.kind().word(), event.message());
    } else {
      log.info("{}: {}", event.kind().word(), event.message());
    }
    recorder.record(event(about, event));
  }

  private Event event(HasMetadata about, SyncEvent event) {
    var meta = about.getMetadata();
    var now = Instant.ofEpochSecond(clock.instant().getEpochSecond()).toString();
    var text = event.message();
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(meta.getNamespace())
        .withName(Truncation.cut(meta.getName(), LONGEST_NAME) + "." + randomPart())
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion(about.getApiVersion())
        .withKind(about.getKind())
        .withNamespace(meta.getNamespace())
        .withName(meta.getName())
        .withUid(meta.getUid())
        .withResourceVersion(meta.getResourceVersion())
        .endInvolvedObject()
        .withType(event.kind().isWarning() ? "Warning" : "Normal")
        .withReason(event.kind().word())
        .withMessage(Truncation.forDisplay(text, LONGEST_MESSAGE))
        .withFirstTimestamp(now)
        .withLastTimestamp(now)
        .withCount(1)
        .withNewSource(COMPONENT, null)
        .withReportingComponent(COMPONENT)
        .withReportingInstance(COMPONENT)
        .build();
  }

  private static String randomPart() {
    return UUID.randomUUID().toString().substring(0, 13);
  }
}
