package dev.backupsync.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.AllowedNamespaces;
import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.http.TrafficListener;
import dev.backupsync.simulator.HandClock;
import dev.backupsync.statemachine.TestClocks;
import dev.backupsync.statemachine.UncalledVendor;
import dev.backupsync.vendor.Probe;
import dev.backupsync.vendor.SyncBackend;
import dev.backupsync.vendor.VendorClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionsTest {
  private static final ConnectionKey KEY = new ConnectionKey("backup", "vb365");
  private static final Duration INTERVAL = Duration.ofMinutes(5);
  private static final ConnectionLimits TERMS =
      new ConnectionLimits(new AllowedNamespaces(AllowedNamespaces.From.SAME, null), 1);

  private final HandClock clock = new HandClock();
  private final AtomicBoolean needed = new AtomicBoolean(true);

  @AutoClose
  private final Connections connections =
      new Connections(TestClocks.movedBy(clock), TrafficListener.NONE);

  /** A right that was missing comes without our being told; a Secret is watched. */
  @ParameterizedTest
  @CsvSource({"ACCESS_DENIED, 300", "SECRET_NOT_FOUND,", "INVALID_SPEC,"})
  void onlyWhatMayComeRightUntoldIsReadAgain(ConnectionReason reason, Long seconds) {
    connections.review(KEY, unusable(reason), INTERVAL, TERMS);

    assertThat(connections.untilReview(KEY).map(Duration::toSeconds))
        .isEqualTo(Optional.ofNullable(seconds));
  }

  @Test
  void whereItLedIsKnownAlsoOnceItCannotBeUsed() {
    assertThat(connections.url(KEY)).isEmpty();
    connections.review(KEY, usable("https://vb365"), INTERVAL, TERMS);
    connections.review(KEY, unusable(ConnectionReason.SECRET_NOT_FOUND), INTERVAL, TERMS);

    assertThat(connections.url(KEY)).contains("https://vb365");
    connections.forget(KEY);
    assertThat(connections.url(KEY)).isEmpty();
  }

  @Test
  void aClientThatNobodyNeedsIsClosedWithItsConnection() {
    var client = connected("one");

    connections.forget(KEY);

    awaitClosed(client);
    assertThat(connections.retired(KEY)).isEmpty();
  }

  @Test
  void aClientThatSomebodyNeedsStaysWhateverBecomesOfItsConnection() {
    connections.keepRetiredWhile(_ -> needed.get());
    var client = connected("one");
    connections.review(KEY, unusable(ConnectionReason.SECRET_NOT_FOUND), INTERVAL, TERMS);
    assertThat(retiredBackend()).contains(client.backend());
    connections.forget(KEY);
    assertThat(retiredBackend()).contains(client.backend());
    connections.dropUnneeded();
    assertThat(retiredBackend()).contains(client.backend());
    assertThat(client.closed).hasValue(0);

    needed.set(false);
    connections.dropUnneeded();

    awaitClosed(client);
    assertThat(connections.retired(KEY)).isEmpty();
  }

  /** One with a wrong password, say. */
  @Test
  void aClientThatNeverWorkedTakesNoOtherOnesPlace() {
    connections.keepRetiredWhile(_ -> true);
    var client = connected("one");
    connections.review(KEY, usable("https://vb365"), INTERVAL, TERMS);
    connections.forget(KEY);

    assertThat(retiredBackend()).contains(client.backend());
  }

  @Test
  void onlyTheLastClientThatWorkedIsKept() {
    connections.keepRetiredWhile(_ -> true);
    var first = connected("one");
    var second = connected("two");
    assertThat(retiredBackend()).contains(first.backend());

    connections.forget(KEY);

    assertThat(retiredBackend()).contains(second.backend());
    awaitClosed(first);
  }

  /** Whom the connection allows no more may not use what is left of it, either. */
  @Test
  void theLastTermsOfAConnectionHoldForItsClientOfBefore() {
    connections.keepRetiredWhile(_ -> true);
    connected("one");
    var all = new AllowedNamespaces(AllowedNamespaces.From.ALL, null);
    var limits = new ConnectionLimits(all, 1);
    connections.review(KEY, unusable(ConnectionReason.SECRET_NOT_FOUND), INTERVAL, limits);
    connections.forget(KEY);

    assertThat(connections.retired(KEY).map(RetiredClient::limits)).contains(limits);
  }

  @Test
  void aConnectionThatIsToldToBeGoneTwiceLosesNoClient() {
    connections.keepRetiredWhile(_ -> true);
    var client = connected("one");
    connections.forget(KEY);
    connections.review(KEY, plan("one", client), INTERVAL, TERMS);
    connections.forget(KEY);

    assertThat(retiredBackend()).isPresent();
  }

  @Test
  void nothingStaysOpenOnceTheOperatorStops() {
    connections.keepRetiredWhile(_ -> true);
    var retired = connected("one");
    var current = connected("two");

    connections.close();

    awaitClosed(retired);
    awaitClosed(current);
  }

  @Test
  void aClientThatIsNeededForTooLongIsClosedAllTheSame() {
    try (var soon =
        new Connections(TestClocks.movedBy(clock), TrafficListener.NONE, Duration.ofMillis(1))) {
      soon.keepRetiredWhile(_ -> true);
      var client = new Alive();
      soon.review(KEY, plan("one", client), INTERVAL, TERMS);
      soon.forget(KEY);

      awaitClosed(client);
      Awaitility.await().until(() -> soon.retired(KEY).isEmpty());
    }
  }

  @Test
  void ofVeryManyTheOldestGoes() {
    connections.keepRetiredWhile(_ -> true);
    var clients = new ArrayList<Alive>();
    for (var i = 0; i <= RetiredClients.MOST; i++) {
      var client = new Alive();
      var key = new ConnectionKey("backup", "connection-" + i);
      connections.review(key, plan("one", client), INTERVAL, TERMS);
      connections.forget(key);
      clients.add(client);
    }

    awaitClosed(clients.getFirst());
    assertThat(clients.stream().skip(1)).allMatch(client -> client.closed.get() == 0);
  }

  private Alive connected(String settings) {
    var client = new Alive();
    connections.review(KEY, plan(settings, client), INTERVAL, TERMS);
    return client;
  }

  private static ClientConfig plan(String settings, Alive client) {
    return new ClientConfig.Usable(settings, "https://vb365", _ -> client);
  }

  private Optional<SyncBackend> retiredBackend() {
    return connections.retired(KEY).map(RetiredClient::backend);
  }

  private static void awaitClosed(Alive client) {
    Awaitility.await().until(() -> client.closed.get() > 0);
  }

  private static ClientConfig unusable(ConnectionReason reason) {
    return new ClientConfig.Unusable(reason, SyncError.of("Any", "any"));
  }

  private static ClientConfig usable(String url) {
    return new ClientConfig.Usable("settings", url, _ -> new Dead());
  }

  private static final class Alive implements VendorClient {
    private final AtomicInteger closed = new AtomicInteger();
    private final SyncBackend backend = new UncalledVendor();

    @Override
    public Probe probe() {
      return new Probe.Connected("v8", Optional.empty(), Optional.empty());
    }

    @Override
    public SyncBackend backend() {
      return backend;
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  private record Dead() implements VendorClient {
    @Override
    public Probe probe() {
      return new Probe.NotConnected(ConnectionReason.UNREACHABLE, SyncError.of("Any", "any"));
    }

    @Override
    public SyncBackend backend() {
      throw new IllegalStateException("Nobody is to be called");
    }

    @Override
    public void close() {}
  }
}
