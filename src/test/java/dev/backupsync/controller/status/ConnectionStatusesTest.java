package dev.backupsync.controller.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.api.v1alpha1.ConnectionStatus;
import dev.backupsync.api.v1alpha1.StatusBudget;
import dev.backupsync.api.v1alpha1.StoreJson;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.api.v1alpha1.VeeamConnection;
import dev.backupsync.connection.ConnectionState;
import dev.backupsync.time.Clocks;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionStatusesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @ValueSource(strings = {"x", "磁", "\"", "<"})
  void whatSomebodyPlantedDoesNotStayWhileNobodyCanBeAsked(String letter) {
    var text = letter.repeat(90_000);
    var planted =
        ConnectionStatus.NEW
            .withApiVersion(text)
            .withServerVersion(text)
            .withInstallationId(text)
            .withError(text);
    var verdict =
        new ConnectionState.NotReady(
            ConnectionReason.UNREACHABLE,
            SyncError.of(text, text, text),
            Optional.of("https://vb365.example.com/" + "&".repeat(1_000)),
            Optional.of(new Clocks.Moment(NOW, 0)));

    var status = ConnectionStatuses.of(new VeeamConnection(), planted, verdict, text, NOW);

    assertThat(StoreJson.bytes(StoreJson.write(status))).isLessThan(StatusBudget.WHOLE);
  }
}
