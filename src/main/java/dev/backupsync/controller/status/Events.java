package dev.backupsync.controller.status;

import dev.backupsync.api.v1alpha1.ApiGroup;
import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.api.v1alpha1.Truncation;
import dev.backupsync.connection.ConnectionState;
import dev.backupsync.statemachine.SyncEvent;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports what happened as Kubernetes events and log lines; a failed report never fails a sync. */
public final class Events {
  private static final Logger log = LoggerFactory.getLogger(Events.class);
  private static final String COMPONENT = "backup-sync-operator";
  private static final int LONGEST_MESSAGE = 1024; // the limit of the Kubernetes API
  private static final int LONGEST_INSTANCE = 128; // also its limit
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  /** Leaves room for the random suffix. */
  private static final int LONGEST_NAME = 253 - 14;

  private final EventRecorder recorder;
  private final InstantSource clock;
  private final String instance;

  /**
   * Created once for a process.
   *
   * @param instance the name of this pod, by which users find its log
   */
  public Events(EventRecorder recorder, InstantSource clock, String instance) {
    this.recorder = recorder;
    this.clock = clock;
    this.instance = Truncation.cut(instance, LONGEST_INSTANCE);
  }

  /** What is reported of an object. */
  private record Notice(String reason, String action, boolean warning, String message) {}

  /**
   * Reports something that happened to a sync.
   *
   * @param target whose connection the event names as the related object; empty if there is none
   */
  public void tell(HasMetadata sync, Optional<Target> target, SyncEvent event) {
    var kind = event.kind();
    var notice = new Notice(kind.word(), kind.action(), kind.isWarning(), event.message());
    tell(sync, target.map(Events::connection), notice);
  }

  /** Reports what a connection has become. */
  public void tell(HasMetadata connection, ConnectionState state) {
    var notice =
        switch (state) {
          case ConnectionState.Ready(_, var url, _, _) ->
              probed(ConnectionReason.CONNECTED, false, "Connected to " + url);
          case ConnectionState.NotReady(var reason, var error, _, _) ->
              probed(reason, true, error.message());
        };
    tell(connection, Optional.empty(), notice);
  }

  private static Notice probed(ConnectionReason reason, boolean warning, String message) {
    return new Notice(reason.word(), "Probe", warning, message);
  }

  private void tell(HasMetadata about, Optional<ObjectReference> related, Notice notice) {
    if (notice.warning()) {
      log.warn("{}: {}", notice.reason(), notice.message());
    } else {
      log.info("{}: {}", notice.reason(), notice.message());
    }
    recorder.record(event(about, related, notice));
  }

  private Event event(HasMetadata about, Optional<ObjectReference> related, Notice notice) {
    var meta = about.getMetadata();
    var now = clock.instant();
    var second = Instant.ofEpochSecond(now.getEpochSecond()).toString();
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(meta.getNamespace())
        .withName(Truncation.cut(meta.getName(), LONGEST_NAME) + "." + randomPart())
        .endMetadata()
        .withInvolvedObject(reference(about))
        .withRelated(related.orElse(null))
        .withType(notice.warning() ? "Warning" : "Normal")
        .withReason(notice.reason())
        .withAction(notice.action())
        .withMessage(Truncation.forDisplay(notice.message(), LONGEST_MESSAGE))
        .withFirstTimestamp(second)
        .withLastTimestamp(second)
        .withEventTime(new MicroTime(MICROS.format(now)))
        .withCount(1)
        .withNewSource(COMPONENT, null)
        .withReportingComponent(COMPONENT)
        .withReportingInstance(instance)
        .build();
  }

  private static ObjectReference reference(HasMetadata object) {
    var meta = object.getMetadata();
    return new ObjectReferenceBuilder()
        .withApiVersion(object.getApiVersion())
        .withKind(object.getKind())
        .withNamespace(meta.getNamespace())
        .withName(meta.getName())
        .withUid(meta.getUid())
        .withResourceVersion(meta.getResourceVersion())
        .build();
  }

  private static ObjectReference connection(Target target) {
    return new ObjectReferenceBuilder()
        .withApiVersion(ApiGroup.NAME + "/" + ApiGroup.VERSION)
        .withKind(target.connectionKind())
        .withNamespace(target.connectionRef().namespace())
        .withName(target.connectionRef().name())
        .build();
  }

  private static String randomPart() {
    return UUID.randomUUID().toString().substring(0, 13);
  }
}
