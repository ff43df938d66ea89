package dev.backupsync.notification;

import java.time.Duration;
import java.util.Optional;

/** What became of one attempt to deliver a notification. */
sealed interface Delivery {

  /** The receiver has it. */
  record Done() implements Delivery {}

  /** The receiver will not take this one, however often it is sent. */
  record Refused(String why) implements Delivery {}

  /** Another attempt may help. */
  record Failed(String why, Optional<Duration> retryAfter) implements Delivery {}
}
