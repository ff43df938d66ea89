package dev.backupsync.soak;

import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.cluster.Stage;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every version of every sync, seen through a watch that no fault reaches: the operator's own
 * ledger.
 */
final class Trace implements AutoCloseable {
  private final Map<String, Story> stories;
  private final List<Watch> watches;
  private final AtomicLong writes = new AtomicLong();
  private volatile Instant lastWrite = Instant.now();
  private volatile Optional<String> broken = Optional.empty();

  private Trace(Stage stage, List<Subject> subjects) {
    this.stories = subjects.stream().collect(Collectors.toMap(Subject::name, _ -> new Story()));
    this.watches =
        subjects.stream()
            .map(subject -> subject.make().kind())
            .distinct()
            .<Watch>map(kind -> follow(stage, kind))
            .toList();
  }

  static Trace of(Stage stage, List<Subject> subjects) {
    return new Trace(stage, subjects);
  }

  Story of(Subject subject) {
    return stories.get(subject.name());
  }

  <T> List<T> all(Function<Story, T> question) {
    return stories.values().stream().map(question).toList();
  }

  /** When a status was last seen to change. */
  Instant lastWrite() {
    return lastWrite;
  }

  /** How many changes of a status were seen so far. */
  long writes() {
    return writes.get();
  }

  /** Why the trace has a hole; empty where it has none. */
  Optional<String> broken() {
    return broken;
  }

  private <T extends CustomResource<?, SyncStatus>> Watch follow(Stage stage, Class<T> kind) {
    return stage
        .client()
        .resources(kind)
        .inNamespace(stage.namespace())
        .watch(
            new Watcher<T>() {
              @Override
              public void eventReceived(Action action, T sync) {
                seen(sync.getMetadata().getName(), sync.getStatus());
              }

              @Override
              public void onClose(WatcherException cause) {
                broken = Optional.of("The watch on " + kind.getSimpleName() + " broke: " + cause);
              }
            });
  }

  private void seen(String name, @Nullable SyncStatus status) {
    if (status == null) {
      return;
    }
    var story = stories.get(name);
    if (!status.equals(story.status())) {
      lastWrite = Instant.now();
      writes.incrementAndGet();
      story.seen(status);
    }
  }

  @Override
  public void close() {
    watches.forEach(Watch::close);
  }
}
