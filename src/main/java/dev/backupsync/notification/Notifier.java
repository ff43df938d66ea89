package dev.backupsync.notification;

import dev.backupsync.api.v1alpha1.RunRecord;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.connection.FatalErrors;
import dev.backupsync.controller.RunEndListener;
import dev.backupsync.http.Exchange;
import dev.backupsync.http.Proxies;
import dev.backupsync.http.TrafficListener;
import dev.backupsync.notification.NotificationQueue.Waiting;
import dev.backupsync.time.Clocks;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the receiver of each run that ended, on its own thread and one after the other: no sync
 * waits for a receiver, and no notification for one that failed. A process that takes over repeats
 * what ended shortly before, because nobody knows whether the earlier one had delivered it.
 */
public final class Notifier implements RunEndListener, AutoCloseable {
  /** How long one is tried. */
  static final Duration LONGEST = Duration.ofHours(1);

  /** Runs that ended within this time before a process first sees them are told by it as well. */
  static final Duration REPEATED = Duration.ofMinutes(10);

  private static final Logger log = LoggerFactory.getLogger(Notifier.class);
  private static final int ROOM = 5_000;
  private static final int MANY = 10_000;
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration IDLE = Duration.ofMillis(200);
  private static final Duration DRAIN = Duration.ofSeconds(1);

  private final NotificationSender sender;
  private final NotificationReceiver receiver;
  private final Clocks clocks;
  private final DeliveryBackoff waits;
  private final NotificationListener listener;
  private final NotificationQueue backlog;
  private final Map<RunOfSync, Instant> told = new ConcurrentHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private int failedInARow; // of the thread only

  /** The id alone stands in a status, which others may have written. */
  private record RunOfSync(String uid, String run) {}

  public Notifier(
      NotificationReceiver receiver,
      Proxies proxies,
      Clocks clocks,
      NotificationListener listener) {
    this(receiver, proxies, clocks, listener, ROOM, FIRST_WAIT);
  }

  Notifier(
      NotificationReceiver receiver,
      Proxies proxies,
      Clocks clocks,
      NotificationListener listener,
      int room,
      Duration firstWait) {
    this.receiver = receiver;
    this.clocks = clocks;
    this.waits = new DeliveryBackoff(firstWait);
    this.listener = listener;
    this.sender = new NotificationSender(receiver, proxies, clocks.wall(), attempts(listener));
    this.backlog = new NotificationQueue(room);
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

  /** How many were not delivered yet. */
  public int waiting() {
    return backlog.size();
  }

  @Override
  public void found(HasMetadata sync, SyncStatus status) {
    var since = clocks.wall().instant().minus(REPEATED);
    status
        .knownLastRun()
        .filter(run -> run.completionTime() != null && run.completionTime().isAfter(since))
        .filter(run -> isNews(sync, run))
        .ifPresent(run -> repeat(Notification.of(sync, status, run)));
  }

  @Override
  public void saved(HasMetadata sync, SyncStatus status) {
    status
        .knownLastRun()
        .filter(run -> isNews(sync, run))
        .ifPresent(run -> tell(Notification.of(sync, status, run)));
  }

  private boolean isNews(HasMetadata sync, RunRecord run) {
    if (told.size() >= MANY) {
      var since = clocks.wall().instant().minus(REPEATED);
      told.values().removeIf(since::isAfter);
    }
    var key = new RunOfSync(sync.getMetadata().getUid(), run.id());
    return told.putIfAbsent(key, clocks.wall().instant()) == null;
  }

  private void tell(Notification notification) {
    if (isClosing()) {
      log.info("The end of {} is left to the next process", notification.about());
    } else if (!backlog.offer(Waiting.fresh(notification, clocks.now()))) {
      lose(notification, "too many wait");
    }
  }

  /** Not counted as lost without room: the earlier process has most likely delivered it. */
  private void repeat(Notification notification) {
    if (!isClosing() && !backlog.offerRepeat(Waiting.fresh(notification, clocks.now()))) {
      listener.notRepeated();
      log.warn(
          "The end of {} is not told to {} once more after the restart: too many wait",
          notification.about(),
          receiver.host());
    }
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void deliverAll() {
    try {
      var pause = Duration.ZERO;
      while (!closing.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
        pause = backlog.nextDue().map(this::deliver).orElse(IDLE);
      }
      deliverRest();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // it took too long to stop
    }
  }

  /** Tries each that waits once more. */
  private void deliverRest() {
    for (var left = backlog.size(); left > 0 && !Thread.currentThread().isInterrupted(); left--) {
      backlog.next().ifPresent(this::deliver);
    }
  }

  /** Returns how long the receiver is to be left alone. */
  private Duration deliver(Waiting next) {
    return switch (attempt(next.notification())) {
      case DeliveryResult.Done _ -> {
        backlog.done();
        failedInARow = 0;
        listener.delivered();
        yield Duration.ZERO;
      }
      case DeliveryResult.Refused(var why) -> {
        backlog.done();
        lose(next.notification(), "it was refused: " + why);
        yield Duration.ZERO;
      }
      case DeliveryResult.Failed failed -> retry(next, failed);
    };
  }

  private Duration retry(Waiting failed, DeliveryResult.Failed outcome) {
    if (clocks.since(failed.since()).compareTo(LONGEST) > 0) {
      backlog.done();
      lose(failed.notification(), "it was tried for an hour; the last error: " + outcome.why());
      return Duration.ZERO;
    }
    if (failed.failures() == 0) {
      log.warn("{} cannot be notified yet, and is tried again: {}", receiver.host(), outcome.why());
    }
    failedInARow++;
    backlog.park(failed.later(waits.after(failed.failures() + 1, outcome.retryAfter())));
    return waits.after(failedInARow, outcome.retryAfter());
  }

  private DeliveryResult attempt(Notification notification) {
    try {
      return sender.send(notification);
    } catch (Throwable e) {
      FatalErrors.check(e);
      log.error("A notification could not be sent", e);
      return new DeliveryResult.Refused(e.getClass().getSimpleName());
    }
  }

  private void lose(Notification notification, String why) {
    listener.lost();
    log.warn("The end of {} was not told to {}: {}", notification.about(), receiver.host(), why);
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
    if (backlog.size() > 0) {
      log.warn(
          "{} notifications were not sent; the next process sends those of the last {} minutes",
          backlog.size(),
          REPEATED.toMinutes());
    }
  }
}
