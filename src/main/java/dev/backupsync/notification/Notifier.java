package dev.backupsync.notification;

import dev.backupsync.api.v1alpha1.RunRecord;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.connection.FatalErrors;
import dev.backupsync.controller.EndedRuns;
import dev.backupsync.http.Exchange;
import dev.backupsync.http.Proxies;
import dev.backupsync.http.TrafficListener;
import dev.backupsync.time.Clocks;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the receiver of each run that ended, on its own thread and one after the other: no sync
 * waits for a receiver. A process that takes over repeats what ended shortly before, because nobody
 * knows whether the earlier one had delivered it.
 */
public final class Notifier implements EndedRuns, AutoCloseable {
  /** How long one is tried. */
  static final Duration LONGEST = Duration.ofHours(1);

  /** Runs that ended within this time before a process first sees them are told by it as well. */
  static final Duration REPEATED = Duration.ofMinutes(10);

  private static final Logger log = LoggerFactory.getLogger(Notifier.class);
  private static final int ROOM = 5_000;
  private static final int MANY = 10_000;
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final Duration DRAIN = Duration.ofSeconds(1);

  private final Sender sender;
  private final Receiver receiver;
  private final Clocks clocks;
  private final Duration firstWait;
  private final NotificationListener listener;
  private final BlockingQueue<Waiting> waiting;
  private final Map<String, Instant> told = new ConcurrentHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  private record Waiting(Notification notification, Clocks.Moment since) {}

  public Notifier(
      Receiver receiver, Proxies proxies, Clocks clocks, NotificationListener listener) {
    this(receiver, proxies, clocks, listener, ROOM, FIRST_WAIT);
  }

  Notifier(
      Receiver receiver,
      Proxies proxies,
      Clocks clocks,
      NotificationListener listener,
      int room,
      Duration firstWait) {
    this.receiver = receiver;
    this.clocks = clocks;
    this.firstWait = firstWait;
    this.listener = listener;
    this.sender = new Sender(receiver, proxies, clocks.wall(), attempts(listener));
    this.waiting = new ArrayBlockingQueue<>(room);
    this.thread = Thread.ofVirtual().name("notifications").start(this::deliverAll);
  }

  private static TrafficListener attempts(NotificationListener listener) {
    return new TrafficListener() {
      @Override
      public void exchanged(String operation, Exchange exchange, Duration took) {
        listener.attempted(exchange);
      }

      @Override
      public void loggedIn(boolean success) {}
    };
  }

  /** How many wait to be delivered. */
  public int waiting() {
    return waiting.size();
  }

  @Override
  public void found(HasMetadata sync, SyncStatus status) {
    var since = clocks.wall().instant().minus(REPEATED);
    status
        .knownLastRun()
        .filter(run -> run.completionTime() != null && run.completionTime().isAfter(since))
        .ifPresent(run -> tell(sync, status, run));
  }

  @Override
  public void saved(HasMetadata sync, SyncStatus status) {
    status.knownLastRun().ifPresent(run -> tell(sync, status, run));
  }

  private void tell(HasMetadata sync, SyncStatus status, RunRecord run) {
    if (told.putIfAbsent(run.id(), clocks.wall().instant()) != null) {
      return;
    }
    if (told.size() >= MANY) {
      var since = clocks.wall().instant().minus(REPEATED);
      told.values().removeIf(since::isAfter);
    }
    var notification = Notification.of(sync, status, run);
    if (closing.getCount() == 0 || !waiting.offer(new Waiting(notification, clocks.now()))) {
      lose(notification, "too many wait");
    }
  }

  private void deliverAll() {
    try {
      while (closing.getCount() > 0 || !waiting.isEmpty()) {
        var next = waiting.poll(200, TimeUnit.MILLISECONDS);
        if (next != null) {
          deliver(next);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // it took too long to stop
    }
  }

  private void deliver(Waiting next) throws InterruptedException {
    var notification = next.notification();
    for (var wait = firstWait; ; wait = wait.multipliedBy(2)) {
      switch (attempt(notification)) {
        case Delivery.Done _ -> {
          listener.delivered();
          return;
        }
        case Delivery.Refused(var why) -> {
          lose(notification, "the receiver refused it: " + why);
          return;
        }
        case Delivery.Failed(var why, var after) -> {
          if (clocks.since(next.since()).compareTo(LONGEST) > 0) {
            lose(notification, "it was tried for an hour; the last error: " + why);
            return;
          }
          if (wait.equals(firstWait)) {
            log.warn("{} cannot be notified yet, and is tried again: {}", receiver.host(), why);
          }
          wait = shorter(wait, LONGEST_WAIT);
          if (pause(shorter(after.orElse(wait), LONGEST_WAIT))) {
            log.warn(
                "The end of the run {} of {} was not told",
                notification.id(),
                notification.about());
            return;
          }
        }
      }
    }
  }

  private Delivery attempt(Notification notification) {
    try {
      return sender.send(notification);
    } catch (Throwable e) {
      FatalErrors.check(e);
      log.error("A notification could not be sent", e);
      return new Delivery.Refused(e.getClass().getSimpleName());
    }
  }

  /** Whether it was ended by closing. */
  private boolean pause(Duration wait) throws InterruptedException {
    return closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void lose(Notification notification, String why) {
    listener.lost();
    log.warn(
        "The end of the run {} of {} was not told to {}: {}",
        notification.id(),
        notification.about(),
        receiver.host(),
        why);
  }

  /** Takes no more, and waits a moment for those that wait; the next process repeats the rest. */
  @Override
  public void close() {
    closing.countDown();
    try {
      if (!thread.join(DRAIN)) {
        thread.interrupt();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    sender.close();
    if (!waiting.isEmpty()) {
      log.warn(
          "{} notifications were not sent; the next process sends those of the last {} minutes",
          waiting.size(),
          REPEATED.toMinutes());
    }
  }
}
