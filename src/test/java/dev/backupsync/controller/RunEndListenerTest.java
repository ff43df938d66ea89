package dev.backupsync.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.RepositorySync;
import dev.backupsync.api.v1alpha1.SyncStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is told of ended runs has no say in what happens to them. */
class RunEndListenerTest {
  private static final class Failing implements RunEndListener {
    @Override
    public void found(HasMetadata sync, SyncStatus status) {
      throw new IllegalStateException("planted");
    }

    @Override
    public void saved(HasMetadata sync, SyncStatus status) {
      throw new AssertionError("planted");
    }
  }

  private static final class Recording implements RunEndListener {
    private final List<String> told = new ArrayList<>();

    @Override
    public void found(HasMetadata sync, SyncStatus status) {
      told.add("found");
    }

    @Override
    public void saved(HasMetadata sync, SyncStatus status) {
      told.add("saved");
    }
  }

  @Test
  void aListenerThatFailsStopsNeitherTheOthersNorTheSync() {
    var recording = new Recording();
    var all = RunEndListener.all(List.of(new Failing(), recording));

    all.found(new RepositorySync(), SyncStatus.NEW);
    all.saved(new RepositorySync(), SyncStatus.NEW);

    assertThat(recording.told).containsExactly("found", "saved");
  }
}
