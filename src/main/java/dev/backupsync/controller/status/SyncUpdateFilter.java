package dev.backupsync.controller.status;

import dev.backupsync.api.v1alpha1.SyncAnnotations;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Accepts the edits of a sync or a connection that can change what is to be done, and drops the
 * others, such as labels, foreign annotations, and our own writes of status.
 */
public final class SyncUpdateFilter implements OnUpdateFilter<HasMetadata> {
  @Override
  public boolean accept(HasMetadata after, HasMetadata before) {
    return after.getMetadata().getDeletionTimestamp() != null || differ(after, before);
  }

  /**
   * Whether the two ask for different things. An object that was deleted and created again under
   * the same name counts as different; a watch that was interrupted may report that as one edit.
   */
  public static boolean differ(HasMetadata one, HasMetadata other) {
    var now = one.getMetadata();
    var then = other.getMetadata();
    return !Objects.equals(now.getUid(), then.getUid())
        || !Objects.equals(now.getGeneration(), then.getGeneration())
        || !Objects.equals(now.getDeletionTimestamp(), then.getDeletionTimestamp())
        || Stream.of(
                SyncAnnotations.REQUESTED_AT,
                SyncAnnotations.CANCEL_REQUESTED_AT,
                SyncAnnotations.SCHEDULE_JITTER)
            .anyMatch(name -> !Objects.equals(annotation(one, name), annotation(other, name)));
  }

  private static String annotation(HasMetadata object, String name) {
    var all =
        Objects.requireNonNullElse(object.getMetadata().getAnnotations(), Map.<String, String>of());
    return Objects.requireNonNullElse(all.get(name), "");
  }
}
