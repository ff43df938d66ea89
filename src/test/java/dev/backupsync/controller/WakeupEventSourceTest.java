package dev.backupsync.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.backupsync.api.v1alpha1.RepositorySync;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class WakeupEventSourceTest {
  private static final int MANY = 10_000;

  private final Queue<Event> events = new ConcurrentLinkedQueue<>();
  private final Queue<ResourceID> gone = new ConcurrentLinkedQueue<>();
  @AutoClose private final WakeTimer timer = new WakeTimer(System::nanoTime);
  private final WakeupEventSource<RepositorySync> wakeups =
      new WakeupEventSource<>(timer, gone::add);

  WakeupEventSourceTest() {
    wakeups.setEventHandler(events::add);
    wakeups.start();
  }

  @Test
  void whatIsDueIsLookedAtOnce() {
    look("a", Requeue.now());
    look("b", after(Duration.ofMillis(1)));

    await().until(() -> events.size() == 2);
    assertThat(events.stream().map(Event::getRelatedCustomResourceID))
        .containsExactlyInAnyOrder(id("a"), id("b"));
    assertThat(timer.waiting()).isZero();
  }

  /** What is put off again and again must not pile up until it would have been due. */
  @Test
  void aLaterPlanTakesThePlaceOfTheEarlierOne() {
    for (var round = 1; round <= 3; round++) {
      for (var i = 0; i < MANY; i++) {
        look("sync-" + i, after(Duration.ofMinutes(round)));
      }
      assertThat(timer.waiting()).isEqualTo(MANY);
    }
    assertThat(events).isEmpty();
  }

  @Test
  void whatIsGoneIsLookedAtNoMore() {
    look("a", after(Duration.ofMinutes(1)));
    look("b", after(Duration.ofMinutes(1)));

    wakeups.onResourceDeleted(sync("a"));
    look("b", Requeue.never());

    assertThat(timer.waiting()).isZero();
    assertThat(gone).containsExactly(id("a"));
  }

  @Test
  void aLookThatFailsIsRepeated() {
    var trouble = new IllegalStateException("planted");

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                wakeups.reconcile(
                    sync("a"),
                    Optional.empty(),
                    () -> {
                      throw trouble;
                    }))
        .isSameAs(trouble);

    assertThat(timer.waiting()).isOne();
    await().until(() -> events.size() == 1);
  }

  @Test
  void afterTheEndNothingIsPlanned() {
    timer.close();

    look("a", Requeue.now());

    assertThat(events).isEmpty();
  }

  private void look(String name, Requeue next) {
    var control = wakeups.reconcile(sync(name), Optional.empty(), () -> next);
    assertThat(control.getScheduleDelay()).as("left to the framework's timer").isEmpty();
  }

  private static Requeue after(Duration wait) {
    return Requeue.after(Stream.of(wait));
  }

  private static ResourceID id(String name) {
    return new ResourceID(name, "backup");
  }

  private static RepositorySync sync(String name) {
    var sync = new RepositorySync();
    sync.getMetadata().setNamespace("backup");
    sync.getMetadata().setName(name);
    return sync;
  }
}
