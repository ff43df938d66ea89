package dev.backupsync.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.AllowedNamespaces;
import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.http.Exchange;
import dev.backupsync.http.TrafficListener;
import dev.backupsync.operation.Probe;
import dev.backupsync.operation.SyncBackend;
import dev.backupsync.operation.TestClocks;
import dev.backupsync.operation.VendorConnection;
import dev.backupsync.simulator.HandClock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionsTest {
  private static final ConnectionKey KEY = new ConnectionKey("backup", "vb365");
  private static final Duration INTERVAL = Duration.ofMinutes(5);
  private static final ConnectionTerms TERMS =
      new ConnectionTerms(new AllowedNamespaces(AllowedNamespaces.From.SAME, null), 1);

  private final HandClock clock = new HandClock();

  @AutoClose
  private final Connections connections = new Connections(TestClocks.movedBy(clock), new Deaf());

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

  private static Plan unusable(ConnectionReason reason) {
    return new Plan.Unusable(reason, SyncError.of("Any", "any"));
  }

  private static Plan usable(String url) {
    return new Plan.Usable("settings", url, _ -> new Dead());
  }

  private record Dead() implements VendorConnection {
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

  private record Deaf() implements TrafficListener {
    @Override
    public void exchanged(String operation, Exchange exchange, Duration took) {}

    @Override
    public void loggedIn(boolean success) {}
  }
}
