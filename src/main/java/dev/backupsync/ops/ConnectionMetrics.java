package dev.backupsync.ops;

import dev.backupsync.connection.ConnectionKey;
import dev.backupsync.connection.ConnectionState;
import dev.backupsync.connection.Connections;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Shows which connections of one kind work. */
public final class ConnectionMetrics {
  private final String kind;
  private final Connections connections;
  private final MultiGauge gauge;
  private final Map<ConnectionKey, Boolean> up = new ConcurrentHashMap<>();

  private ConnectionMetrics(MeterRegistry registry, String kind, Connections connections) {
    this.kind = kind;
    this.connections = connections;
    this.gauge =
        MultiGauge.builder("backupsync.connection.up")
            .description("1 while the last probe of a connection succeeded")
            .register(registry);
  }

  /** Observes {@code connections} from now on. */
  public static void follow(MeterRegistry registry, String kind, Connections connections) {
    connections.onChange(new ConnectionMetrics(registry, kind, connections)::changed);
  }

  private synchronized void changed(ConnectionKey key) {
    Optional<ConnectionState> state = connections.state(key);
    state.ifPresentOrElse(
        v -> up.put(key, v instanceof ConnectionState.Ready), () -> up.remove(key));
    gauge.register(
        up.entrySet().stream().map(entry -> row(entry.getKey(), entry.getValue())).toList(), true);
  }

  private MultiGauge.Row<?> row(ConnectionKey key, boolean isUp) {
    var tags = Tags.of("kind", kind, "namespace", key.namespace(), "name", key.name());
    return MultiGauge.Row.of(tags, isUp ? 1 : 0);
  }
}
