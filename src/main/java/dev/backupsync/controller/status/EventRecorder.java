package dev.backupsync.controller.status;

import dev.backupsync.connection.FatalErrors;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records Kubernetes events on its own thread, in order: if the API server or a webhook is slow
 * with events, no sync has to wait. Events that do not fit into the queue are dropped and counted.
 */
public final class EventRecorder implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EventRecorder.class);
  private static final int ROOM = 1000;

  /** The time to record the remaining events when the operator is asked to stop. */
  private static final Duration DRAIN = Duration.ofSeconds(1);

  private final BlockingQueue<Event> waiting;
  private final Consumer<Event> post;
  private final Runnable onDropped;
  private final Thread thread;
  private volatile boolean closing;

  /**
   * Records from now on.
   *
   * @param onDropped called for each event that is never recorded
   */
  public EventRecorder(KubernetesClient client, Runnable onDropped) {
    this(
        event -> {
          var namespace = event.getMetadata().getNamespace();
          client.v1().events().inNamespace(namespace).resource(event).create();
        },
        ROOM,
        onDropped);
  }

  EventRecorder(Consumer<Event> post, int room, Runnable onDropped) {
    this.waiting = new ArrayBlockingQueue<>(room);
    this.post = post;
    this.onDropped = onDropped;
    this.thread = Thread.ofVirtual().name("events").start(this::recordAll);
  }

  /** Queues the event and returns at once. */
  void record(Event event) {
    if (closing || !waiting.offer(event)) {
      drop(event, "there is no room for it");
    }
  }

  private void recordAll() {
    try {
      while (!closing || !waiting.isEmpty()) {
        var next = waiting.poll(100, TimeUnit.MILLISECONDS);
        if (next != null) {
          record(next, post);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // it took too long to stop
    }
  }

  private void record(Event event, Consumer<Event> post) {
    try {
      post.accept(event);
    } catch (KubernetesClientException e) {
      drop(event, "HTTP " + e.getCode());
    } catch (Throwable e) {
      FatalErrors.check(e);
      drop(event, e.getClass().getSimpleName());
    }
  }

  private void drop(Event event, String why) {
    onDropped.run();
    var about = event.getInvolvedObject();
    log.warn(
        "The event {} of {} {}/{} was not recorded: {}",
        event.getReason(),
        about.getKind(),
        about.getNamespace(),
        about.getName(),
        why);
  }

  /** Accepts no more events, and waits a moment for those in the queue. */
  @Override
  public void close() {
    closing = true;
    try {
      if (!thread.join(DRAIN)) {
        thread.interrupt();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    for (var left = waiting.poll(); left != null; left = waiting.poll()) {
      drop(left, "the operator stops");
    }
  }
}
