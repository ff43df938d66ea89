package dev.backupsync.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backupsync.api.v1alpha1.ConnectionRef;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.RepositoryRef;
import dev.backupsync.api.v1alpha1.RepositorySync;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.RunRecord;
import dev.backupsync.api.v1alpha1.RunResult;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.api.v1alpha1.Trigger;
import dev.backupsync.api.v1alpha1.TriggerType;
import dev.backupsync.docs.Page;
import dev.backupsync.http.Exchange;
import dev.backupsync.http.Proxies;
import dev.backupsync.http.TrafficListener;
import dev.backupsync.simulator.Certificates;
import dev.backupsync.simulator.HandClock;
import dev.backupsync.simulator.Reply;
import dev.backupsync.simulator.WebhookReceiver;
import dev.backupsync.simulator.WebhookReceiver.Post;
import dev.backupsync.statemachine.TestClocks;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One POST for each run that ended, as often as it takes and no longer, to a real HTTPS server. */
class NotifierTest {
  private static final String KEY = "an example key, 32 bytes or more";

  private final HandClock clock = new HandClock();
  private final WebhookReceiver receiver = WebhookReceiver.started();
  private final Counts counts = new Counts();
  @TempDir private Path folder;
  private Path keys;
  private Path ca;

  private static final class Counts implements NotificationListener {
    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicInteger delivered = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicInteger notRepeated = new AtomicInteger();

    @Override
    public void attempted(Exchange exchange) {
      attempts.incrementAndGet();
    }

    @Override
    public void delivered() {
      delivered.incrementAndGet();
    }

    @Override
    public void lost() {
      lost.incrementAndGet();
    }

    @Override
    public void notRepeated() {
      notRepeated.incrementAndGet();
    }
  }

  @BeforeEach
  void write() throws IOException {
    keys = Files.writeString(folder.resolve("keys"), KEY + "\n");
    ca = Files.writeString(folder.resolve("ca.crt"), Certificates.shared().caPem());
  }

  @AfterEach
  void close() {
    receiver.close();
  }

  @Test
  void anEndedRunIsPostedOnceAsItsPageShowsIt() {
    try (var notifier = notifier(10)) {
      notifier.saved(sync(), failed("0c5c8f1e-6f0b-4f5c-9a53-0f5f7c2f8f11"));
      notifier.found(sync(), failed("0c5c8f1e-6f0b-4f5c-9a53-0f5f7c2f8f11"));
      awaitPosts(1);
    }

    var post = receiver.posts().getFirst();
    assertThat(post.header("content-type"))
        .isEqualTo("application/cloudevents+json; charset=UTF-8");
    assertThat(post.json().toPrettyString()).isEqualTo(example().toPrettyString());
    assertThat(counts.delivered).hasValue(1);
  }

  private static JsonNode example() {
    var block = Page.at("docs/reference/notifications.md").blocks("json").getFirst();
    return new Post("", Map.of(), block).json();
  }

  /** By the commands of the page, with the real openssl. */
  @Test
  void theSignatureIsWhatTheCommandsOfThePageCompute() throws Exception {
    try (var notifier = notifier(10)) {
      notifier.saved(sync(), failed("one"));
      awaitPosts(1);
    }
    var post = receiver.posts().getFirst();
    Files.writeString(folder.resolve("body.json"), post.body());

    var computed = verify(post);
    assertThat(post.header("webhook-signature")).isEqualTo("v1," + computed);
  }

  private String verify(Post post) throws IOException, InterruptedException {
    var commands = Page.at("docs/reference/notifications.md").blocks("sh").getFirst();
    var shell = new ProcessBuilder("sh", "-euc", commands).directory(folder.toFile());
    shell.environment().put("key", KEY);
    shell.environment().put("id", post.header("webhook-id"));
    shell.environment().put("timestamp", post.header("webhook-timestamp"));
    var process = shell.redirectErrorStream(true).start();
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).as(out).isZero();
    return out;
  }

  /** The example of Standard Webhooks, so that its libraries verify what we sign. */
  @Test
  void aSignatureIsThatOfStandardWebhooks() throws IOException {
    Files.writeString(keys, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    assertThat(
            new SigningKeys(keys)
                .sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}"))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void aChangedKeyTakesEffectWithoutARestartAndSeveralSignBoth() throws IOException {
    try (var notifier = notifier(10)) {
      notifier.saved(sync(), failed("one"));
      awaitPosts(1);
      Files.writeString(keys, KEY + "\nthe next key\n");
      notifier.saved(sync(), failed("two"));
      awaitPosts(2);
    }
    assertThat(receiver.posts().get(0).header("webhook-signature").split(" ")).hasSize(1);
    assertThat(receiver.posts().get(1).header("webhook-signature").split(" "))
        .hasSize(2)
        .allMatch(one -> one.startsWith("v1,"))
        .allMatch(one -> Base64.getDecoder().decode(one.substring(3)).length == 32);
  }

  /** Whatever went wrong: with the receiver, on the way, or with the key. */
  @Test
  void isTriedAgainWithTheSameIdAndBodyUntilItIsTaken() throws IOException {
    for (var status : List.of(500, 503, 429, 404, 401, 302)) {
      receiver.next(
          Reply.empty(status).with("Location", receiver.url().resolve("/other").toString()));
    }
    try (var notifier = notifier(10)) {
      notifier.saved(sync(), failed("one"));
      awaitPosts(7);
      receiver.stop();
      notifier.saved(sync(), failed("two"));
      Awaitility.await().until(() -> counts.attempts.get() >= 9);
      receiver.start();
      Awaitility.await().until(() -> counts.delivered.get() == 2);
      var options = options();
      Files.delete(keys);
      notifier.saved(sync(), failed("three"));
      assertThat(send(options, "three"))
          .isEqualTo(
              new DeliveryResult.Failed("the file with the key cannot be read", Optional.empty()));
      Files.writeString(keys, KEY);
      Awaitility.await().until(() -> counts.delivered.get() == 3);
    }
    assertThat(receiver.posts().subList(0, 7))
        .allMatch(post -> post.path().equals("/hooks/secret-path")) // no redirect was followed
        .extracting(post -> post.header("webhook-id") + post.body())
        .containsOnly("one" + receiver.posts().getFirst().body());
    assertThat(receiver.posts())
        .allMatch(post -> post.header("webhook-signature").startsWith("v1,"));
    assertThat(counts.lost).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 410, 413, 415, 422})
  void whatTheReceiverRefusesIsLostAndCountedAndTheNextOneComes(int status) {
    receiver.next(Reply.empty(status));
    try (var notifier = notifier(10)) {
      notifier.saved(sync(), failed("refused"));
      notifier.saved(sync(), failed("next"));
      awaitPosts(2);
    }
    assertThat(ids()).containsExactly("refused", "next");
    assertThat(counts.lost).hasValue(1);
    assertThat(counts.delivered).hasValue(1);
  }

  @Test
  void isGivenUpAfterAnHour() {
    receiver.always(Reply.empty(500));
    try (var notifier = notifier(10)) {
      notifier.saved(sync(), failed("one"));
      Awaitility.await().until(() -> counts.attempts.get() >= 2);
      assertThat(counts.lost).hasValue(0);
      clock.advance(Notifier.LONGEST.plusSeconds(1));
      Awaitility.await().until(() -> counts.lost.get() == 1);
      receiver.takeAll();
      notifier.saved(sync(), failed("two"));
      Awaitility.await().until(() -> counts.delivered.get() == 1);
    }
  }

  @Test
  void whatFindsNoRoomIsLostAndCountedAndHoldsUpNobody() {
    receiver.always(Reply.empty(500));
    try (var notifier = notifier(3)) {
      notifier.saved(sync(), failed("under-way"));
      Awaitility.await().until(() -> counts.attempts.get() > 0);
      notifier.saved(sync(), failed("first"));
      notifier.saved(sync(), failed("second"));
      notifier.saved(sync(), failed("third"));
      assertThat(counts.lost).hasValue(1);
      receiver.takeAll();
      Awaitility.await().until(() -> counts.delivered.get() == 3);
    }
    assertThat(ids()).doesNotContain("third").contains("under-way", "first", "second");
  }

  /** After a restart there may be as many as there are syncs. */
  @Test
  void repeatsThatFindNoRoomAreNotLostAndLeaveRoomForWhatEndsNow() {
    receiver.always(Reply.empty(500));
    try (var notifier = notifier(4)) {
      for (var run : List.of("one", "two", "three", "four", "five")) {
        notifier.found(sync(), failed(run));
      }
      notifier.saved(sync(), failed("new"));
      assertThat(counts.notRepeated).hasValue(3);
      assertThat(counts.lost).hasValue(0);
      receiver.takeAll();
      Awaitility.await().until(() -> counts.delivered.get() == 3);
    }
    assertThat(ids()).containsExactlyInAnyOrder("one", "two", "new");
  }

  @Test
  void oneThatTheReceiverCannotTakeDoesNotHoldUpTheOthers() {
    receiver.always("\"id\":\"bad\"", Reply.empty(500));
    try (var notifier = notifier(10)) {
      notifier.saved(sync(), failed("bad"));
      Awaitility.await().until(() -> counts.attempts.get() >= 2);
      notifier.saved(sync(), failed("good"));
      notifier.saved(sync(), failed("better"));
      Awaitility.await().until(() -> counts.delivered.get() == 2);
      assertThat(notifier.waiting()).isEqualTo(1);
    }
    assertThat(counts.lost).hasValue(0);
  }

  /** What the receiver asks for makes a wait longer, up to a bound, but never shorter. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1  | 0                             | PT1S
          1  | Wed, 21 Oct 2015 07:28:00 GMT | PT1S
          1  | soon                          | PT1S
          1  | 30                            | PT30S
          6  | 0                             | PT32S
          7  | 0                             | PT1M
          99 | 0                             | PT1M
          99 | 120                           | PT2M
          1  | 3600                          | PT15M
          99 | 3600                          | PT15M
          """)
  void aWaitIsNeverShorterThanOursNorLongerThanTheBound(
      int failures, String retryAfter, Duration wait) {
    receiver.next(Reply.empty(503).with("Retry-After", retryAfter));
    assertThat(send(options(), "one"))
        .isInstanceOfSatisfying(
            DeliveryResult.Failed.class,
            failed ->
                assertThat(
                        new DeliveryBackoff(Duration.ofSeconds(1))
                            .after(failures, failed.retryAfter()))
                    .isEqualTo(wait));
  }

  @Test
  void thePageSaysHowLongAReceiverMayAskFor() {
    assertThat(Page.at("docs/reference/notifications.md").text())
        .contains("%d min at most".formatted(DeliveryBackoff.LONGEST_ASKED.toMinutes()))
        .contains("1 s, 2 s, 4 s … %d min".formatted(DeliveryBackoff.LONGEST.toMinutes()));
  }

  /** Whoever may write a status may write the id of another's run into it. */
  @Test
  void theSameIdInTheStatusOfAnotherSyncSuppressesNothing() {
    var another = sync();
    another.getMetadata().setUid("8c1f5f5e-1111-4a63-8d0e-2d9f5f0f1f10");
    another.getMetadata().setNamespace("team-b");
    try (var notifier = notifier(10)) {
      notifier.saved(another, failed("one"));
      notifier.saved(sync(), failed("one"));
      Awaitility.await().until(() -> counts.delivered.get() == 2);
    }
    assertThat(receiver.posts())
        .extracting(post -> post.json().path("subject").textValue())
        .containsExactly("team-b/mail", "team-a/mail");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb", "a b", "\u0007", "0c5c8f1e-6f0b-4f5c-9a53-0f5f7c2f8f11x"})
  void anIdThatIsNoneIsLostAtOnceAndTheNextOneComes(String id) {
    try (var notifier = notifier(10)) {
      notifier.saved(sync(), failed(id));
      notifier.saved(sync(), failed("next"));
      Awaitility.await().until(() -> counts.delivered.get() == 1);
    }
    assertThat(ids()).containsExactly("next");
    assertThat(counts.lost).hasValue(1);
    assertThat(counts.attempts).hasValue(1);
  }

  /** The next process tells it. */
  @Test
  void whatEndsWhileItClosesIsNotLost() {
    var notifier = notifier(10);
    notifier.close();
    notifier.saved(sync(), failed("late"));

    assertThat(counts.lost).hasValue(0);
    assertThat(receiver.posts()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"PT9M59S, true", "PT10M, false", "PT24H, false", "-PT1M, true"})
  void aProcessThatTakesOverRepeatsWhatEndedShortlyBefore(Duration ago, boolean repeated) {
    clock.advance(ago);
    try (var notifier = notifier(10)) {
      notifier.found(sync(), failed("earlier"));
      notifier.saved(sync(), failed("its-own"));
      Awaitility.await().until(() -> ids().contains("its-own"));
    }
    assertThat(ids()).isEqualTo(repeated ? List.of("earlier", "its-own") : List.of("its-own"));
  }

  /** The end of a run may be saved late, where the API server was away. */
  @Test
  void anEndThatWasSavedLateIsTold() {
    clock.advance(Duration.ofHours(3));
    try (var notifier = notifier(10)) {
      notifier.saved(sync(), failed("late"));
      awaitPosts(1);
    }
  }

  @Test
  void anUntrustedReceiverIsToldNothing() throws IOException {
    Files.writeString(ca, Certificates.another().caPem());
    try (var notifier = notifier(10)) {
      notifier.saved(sync(), failed("one"));
      Awaitility.await().until(() -> counts.attempts.get() >= 2);
    }
    assertThat(receiver.posts()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hooks.example.com                | not a URL such as https://hooks.example.com/backups
          ftp://hooks.example.com/x        | not a URL such as https://hooks.example.com/backups
          https://u:secret@hooks.example.com | has a user or password
          https://169.254.169.254/latest   | metadata address
          https://[fe80::1]/               | metadata address
          ht tp://x                        | is no URL
          """)
  void aUrlThatCannotBeUsedIsRefusedAtTheStart(String url, String why) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> NotificationReceiver.of(url, Optional.empty(), Optional.empty()))
        .withMessageContaining(why)
        .withMessageNotContaining("secret");
  }

  @Test
  void filesThatCannotBeUsedAreRefusedAtTheStart() throws IOException {
    var url = receiver.url().toString();
    Files.writeString(keys, "\n \n");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(
            () -> NotificationReceiver.of(url, Optional.of(keys.toString()), Optional.empty()))
        .withMessageStartingWith("NOTIFY_KEY_FILE")
        .withMessageContaining("holds no key");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> NotificationReceiver.of(url, Optional.of("/not/there"), Optional.empty()))
        .withMessageContaining("/not/there");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(
            () -> NotificationReceiver.of(url, Optional.empty(), Optional.of(keys.toString())))
        .withMessageStartingWith("NOTIFY_CA_FILE");
  }

  private Notifier notifier(int room) {
    return new Notifier(
        options(), Proxies.NONE, TestClocks.movedBy(clock), counts, room, Duration.ofMillis(5));
  }

  private NotificationReceiver options() {
    return NotificationReceiver.of(
        receiver.url().toString(), Optional.of(keys.toString()), Optional.of(ca.toString()));
  }

  private DeliveryResult send(NotificationReceiver options, String run) {
    var status = failed(run);
    try (var sender = new NotificationSender(options, Proxies.NONE, clock, TrafficListener.NONE)) {
      return sender.send(Notification.of(sync(), status, Objects.requireNonNull(status.lastRun())));
    }
  }

  private void awaitPosts(int count) {
    Awaitility.await().until(() -> receiver.posts().size() == count);
    Awaitility.await().until(() -> counts.delivered.get() + counts.lost.get() > 0);
  }

  private List<String> ids() {
    return receiver.posts().stream().map(post -> post.header("webhook-id")).distinct().toList();
  }

  private static RepositorySync sync() {
    var sync = new RepositorySync();
    sync.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("team-a")
            .withName("mail")
            .withUid("5f3e5c0a-6a0e-4a63-8d0e-2d9f5f0f1f10")
            .build());
    return sync;
  }

  private static SyncStatus failed(String run) {
    var start = Instant.parse("2025-12-31T23:00:00Z");
    var end = Instant.parse("2026-01-01T00:00:00Z");
    var trigger = new Trigger(TriggerType.SCHEDULED, "2025-12-31T23:00:00Z");
    var target =
        Target.of(new ConnectionRef("team-a", "vb365"), new RepositoryRef(null, "Mail archive"));
    var error = "Failed 4 times: The repository is locked";
    var record =
        new RunRecord(
            run, trigger, start, end, RunResult.FAILED, Reason.RETRIES_EXHAUSTED, 4, error);
    return SyncStatus.NEW
        .withRun(Run.begin(run, target, trigger, start))
        .withLastError(
            SyncError.of("SyncFailed", "The repository is locked", "Unlock the repository."))
        .withLastSuccessTime(Instant.parse("2025-12-30T23:41:07Z"))
        .withLastRun(record);
  }
}
