package dev.backupsync.controller;

import dev.backupsync.operation.Policy;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Says when an object is looked at again. Whatever was wished for, it is looked at within {@link
 * Policy#LONGEST_REST}, so that an event which got lost anywhere costs minutes and not the event.
 */
final class NextLook {
  private NextLook() {}

  /** When the first of these is due, or the longest rest is over. */
  static <P extends HasMetadata> UpdateControl<P> after(Stream<Duration> wishes) {
    var wait =
        wishes
            .filter(wish -> wish.compareTo(Policy.LONGEST_REST) < 0)
            .min(Duration::compareTo)
            .orElse(Policy.LONGEST_REST);
    return UpdateControl.<P>noUpdate().rescheduleAfter(wait); // everything is saved already
  }

  /** At once: what was decided on is not what is there. */
  static <P extends HasMetadata> UpdateControl<P> now() {
    return after(Stream.of(Duration.ZERO));
  }
}
