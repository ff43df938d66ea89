package dev.backupsync.notification;

import java.time.Duration;
import java.util.Optional;

/** What became of one attempt to deliver a notification. */
sealed interface DeliveryResult {

  /** The receiver has it. */
  record Done() implements DeliveryResult {}

  /** The receiver will not take this one, however often it is sent. */
  record Refused(String why) implements DeliveryResult {}

  /** Another attempt may help. */
  record Failed(String why, Optional<Duration> retryAfter) implements DeliveryResult {}
}
