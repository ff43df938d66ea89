package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.StatusBudget;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.connection.FatalErrors;
import dev.backupsync.controller.status.Events;
import dev.backupsync.statemachine.SyncEvent;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects another operator process that serves the same syncs. Every status that is written anyway
 * contains the signature of its writer, and the watch shows when a status of this process is
 * overwritten by another; nothing extra is read or written for that.
 */
public final class OtherOperators {
  private static final Logger log = LoggerFactory.getLogger(OtherOperators.class);

  /** Users can edit a status: only texts in the form of our signatures are reported. */
  private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{8}");

  /** How many other processes are reported; more are only counted. */
  private static final int MOST = 16;

  private final String signature =
      UUID.randomUUID().toString().substring(0, StatusBudget.SIGNATURE);
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private final Events events;
  private final Runnable onOverwritten;

  /**
   * Created once for a process.
   *
   * @param onOverwritten called for each status of ours that another process overwrote
   */
  public OtherOperators(Events events, Runnable onOverwritten) {
    this.events = events;
    this.onOverwritten = onOverwritten;
    log.info("Statuses are signed {}", signature);
  }

  /**
   * With our signature, if it differs from the stored status; an equal one is not written at all.
   */
  SyncStatus signed(SyncStatus next, SyncStatus before) {
    return next.equals(before) ? next : next.withWrittenBy(signature);
  }

  /** Called for each change that the watch of a kind of sync shows. */
  public void changed(HasMetadata after, HasMetadata before) {
    FatalErrors.guard("Looking who wrote a status", () -> compare(after, before));
  }

  private void compare(HasMetadata after, HasMetadata before) {
    if (writer(before).filter(signature::equals).isEmpty()) {
      return;
    }
    var other = writer(after).filter(by -> !by.equals(signature));
    if (other.isPresent()) {
      onOverwritten.run();
      if (known.size() < MOST && known.add(other.get())) {
        tell(after, other.get());
      }
    }
  }

  /**
   * Reports each other process once: two processes with many objects would cause too many events.
   */
  private void tell(HasMetadata about, String other) {
    try (var _ = LogContext.of(about)) {
      events.tell(
          about,
          Optional.empty(),
          new SyncEvent(
              SyncEvent.Kind.SECOND_OPERATOR,
              ("Another operator process writes the status of this object, too (it signs %s, this"
                      + " one %s), and neither knows of the other. Run one, or let both take part"
                      + " in one leader election")
                  .formatted(other, signature)));
    }
  }

  private static Optional<String> writer(HasMetadata sync) {
    return sync instanceof CustomResource<?, ?> resource
            && resource.getStatus() instanceof SyncStatus status
        ? Optional.ofNullable(status.writtenBy()).filter(by -> SIGNATURE.matcher(by).matches())
        : Optional.empty();
  }
}
