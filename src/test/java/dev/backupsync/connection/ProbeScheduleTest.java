package dev.backupsync.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.statemachine.TestClocks;
import dev.backupsync.time.Clocks;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeScheduleTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private final Clocks clocks = TestClocks.movedBy(() -> NOON);
  private static final Duration INTERVAL = Duration.ofMinutes(5);

  @ParameterizedTest(name = "{0} after {1} failures: {2} s")
  @CsvSource({
    "UNREACHABLE, 1, 5",
    "UNREACHABLE, 2, 10",
    "UNREACHABLE, 4, 40",
    "UNREACHABLE, 7, 300",
    "UNREACHABLE, 1000000, 300",
    "TLS_UNTRUSTED, 1, 5",
    "CREDENTIALS_INVALID, 1, 300", // an account is locked soon
    "CREDENTIALS_INVALID, 9, 300",
    "ACCESS_DENIED, 1, 300",
  })
  void whatFailedIsTriedAgainSoonUnlessWeWereRefused(
      ConnectionReason reason, int failures, long seconds) {
    var error = SyncError.of("Any", "any");
    var verdict =
        new ConnectionState.NotReady(reason, error, Optional.empty(), Optional.of(clocks.now()));

    assertThat(ProbeSchedule.until(verdict, INTERVAL, failures, false, clocks))
        .contains(Duration.ofSeconds(seconds));
  }
}
