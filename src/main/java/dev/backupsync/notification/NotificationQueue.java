package dev.backupsync.notification;

import dev.backupsync.time.Clocks;
import java.time.Duration;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * The notifications that were not delivered yet, in the order in which they are due. What failed is
 * due later, so that it does not hold up the others. There is room for so many, and for half as
 * many repeats of what an earlier process may have delivered.
 */
final class NotificationQueue {
  private final int room;
  private final PriorityQueue<Waiting> queue =
      new PriorityQueue<>((one, other) -> Long.signum(one.due() - other.due()));
  private boolean underWay;

  /**
   * One of them.
   *
   * @param since when it came
   * @param failures how often it was tried
   * @param due from when on it may be tried, as {@link System#nanoTime}
   */
  record Waiting(Notification notification, Clocks.Moment since, int failures, long due) {
    static Waiting fresh(Notification notification, Clocks.Moment since) {
      return new Waiting(notification, since, 0, System.nanoTime());
    }

    /** After one more failure. */
    Waiting later(Duration wait) {
      return new Waiting(notification, since, failures + 1, System.nanoTime() + wait.toNanos());
    }
  }

  NotificationQueue(int room) {
    this.room = room;
  }

  /** False if there is no room. */
  synchronized boolean offer(Waiting one) {
    return size() < room && queue.offer(one);
  }

  /** False if there is no room for a repeat. */
  synchronized boolean offerRepeat(Waiting one) {
    return size() < (room + 1) / 2 && queue.offer(one);
  }

  /** The next one that is due; its room stays taken until it is done or parked. */
  synchronized Optional<Waiting> nextDue() {
    var first = queue.peek();
    return first == null || first.due() - System.nanoTime() > 0 ? Optional.empty() : next();
  }

  /** The next one, whenever it is due; its room stays taken until it is done or parked. */
  synchronized Optional<Waiting> next() {
    var first = Optional.ofNullable(queue.poll());
    underWay = first.isPresent();
    return first;
  }

  /** The one under way is over. */
  synchronized void done() {
    underWay = false;
  }

  /** The one under way is to be tried again. */
  synchronized void park(Waiting again) {
    underWay = false;
    queue.add(again);
  }

  /** With the one under way. */
  synchronized int size() {
    return queue.size() + (underWay ? 1 : 0);
  }
}
