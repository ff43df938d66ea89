package dev.backupsync.controller.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class EventRecorderTest {
  private final List<String> recorded = new CopyOnWriteArrayList<>();
  private final AtomicInteger dropped = new AtomicInteger();
  private final Semaphore leave = new Semaphore(0);
  private final CountDownLatch arrived = new CountDownLatch(1);

  @Test
  void eventsAreRecordedInTheirOrder() {
    try (var recorder = new EventRecorder(this::post, 100, dropped::incrementAndGet)) {
      leave.release(100);
      for (var i = 0; i < 50; i++) {
        recorder.record(event("e" + i));
      }
      Awaitility.await().until(() -> recorded.size() == 50);
    }
    assertThat(recorded).startsWith("e0", "e1", "e2").endsWith("e48", "e49");
    assertThat(dropped).hasValue(0);
  }

  @Test
  void whatFindsNoRoomIsDroppedAndCountedAndHoldsUpNobody() throws InterruptedException {
    try (var recorder = new EventRecorder(this::post, 2, dropped::incrementAndGet)) {
      recorder.record(event("under way"));
      arrived.await();
      recorder.record(event("first"));
      recorder.record(event("second"));
      recorder.record(event("third"));
      recorder.record(event("fourth"));
      assertThat(dropped).hasValue(2);

      leave.release(100);
      Awaitility.await().until(() -> recorded.size() == 3);
    }
    assertThat(recorded).containsExactly("under way", "first", "second");
    assertThat(dropped).hasValue(2);
  }

  @Test
  void oneThatCannotBeRecordedIsCountedAndTheNextOneIs() {
    leave.release(100);
    try (var recorder = new EventRecorder(this::post, 10, dropped::incrementAndGet)) {
      recorder.record(event("refused"));
      recorder.record(event("overflows"));
      recorder.record(event("good"));
      Awaitility.await().until(() -> recorded.size() == 1);
    }
    assertThat(recorded).containsExactly("good");
    assertThat(dropped).hasValue(2);
  }

  @Test
  void whatWaitsAtTheEndIsRecordedStill() {
    var recorder = new EventRecorder(this::post, 10, dropped::incrementAndGet);
    recorder.record(event("one"));
    recorder.record(event("two"));
    leave.release(100);

    recorder.close();

    assertThat(recorded).containsExactly("one", "two");
    assertThat(dropped).hasValue(0);
  }

  @Test
  void theEndWaitsForNobodyWhoNeverAnswers() throws InterruptedException {
    var recorder = new EventRecorder(this::post, 10, dropped::incrementAndGet);
    recorder.record(event("under way"));
    arrived.await();
    recorder.record(event("waits"));

    recorder.close();
    recorder.record(event("too late"));

    Awaitility.await().until(() -> dropped.get() == 3);
    assertThat(recorded).isEmpty();
  }

  private void post(Event event) {
    arrived.countDown();
    switch (event.getReason()) {
      case "refused" -> throw new KubernetesClientException("no", 403, null);
      case "overflows" -> throw new StackOverflowError();
      default -> {
        try {
          leave.acquire();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException(e);
        }
        recorded.add(event.getReason());
      }
    }
  }

  private static Event event(String reason) {
    return new EventBuilder()
        .withReason(reason)
        .withNewInvolvedObject()
        .withKind("RepositorySync")
        .withNamespace("backup")
        .withName("mail")
        .endInvolvedObject()
        .build();
  }
}
