package dev.backupsync.controller.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.RepositorySync;
import dev.backupsync.api.v1alpha1.SyncAnnotations;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SyncUpdateFilterTest {
  @Test
  void whatChangesNothingThatIsToBeDoneIsPassedOver() {
    assertThat(isAccepted(_ -> {})).isFalse();
    assertThat(isAccepted(meta -> meta.setResourceVersion("2"))).isFalse();
    assertThat(isAccepted(meta -> meta.setLabels(Map.of("a", "b")))).isFalse();
    assertThat(isAccepted(meta -> meta.setAnnotations(Map.of("a", "b")))).isFalse();
  }

  @Test
  void whatUsersAskForIsNot() {
    assertThat(isAccepted(meta -> meta.setGeneration(2L))).isTrue();
    assertThat(isAccepted(meta -> meta.setDeletionTimestamp("2026-01-01T00:00:00Z"))).isTrue();
    assertThat(isAccepted(meta -> meta.setAnnotations(Map.of(SyncAnnotations.REQUESTED_AT, "1"))))
        .isTrue();
  }

  /** Its generation begins anew, and a watch that broke may tell it as an edit. */
  @Test
  void anotherObjectOfTheSameNameIsNot() {
    assertThat(isAccepted(meta -> meta.setUid("another"))).isTrue();
  }

  /** A finalizer may hold it, and others may write to it for long. */
  @Test
  void everyEditOfWhatIsBeingDeletedIsHeardOfYetDiffersFromNothing() {
    var sync = sync(meta -> meta.setDeletionTimestamp("2026-01-01T00:00:00Z"));

    assertThat(new SyncUpdateFilter().accept(sync, sync)).isTrue();
    assertThat(SyncUpdateFilter.differ(sync, sync)).isFalse();
  }

  private static boolean isAccepted(Consumer<ObjectMeta> edit) {
    return new SyncUpdateFilter().accept(sync(edit), sync(_ -> {}));
  }

  private static RepositorySync sync(Consumer<ObjectMeta> edit) {
    var sync = new RepositorySync();
    sync.setMetadata(
        new ObjectMetaBuilder()
            .withName("sync")
            .withUid("one")
            .withGeneration(1L)
            .withResourceVersion("1")
            .build());
    edit.accept(sync.getMetadata());
    return sync;
  }
}
