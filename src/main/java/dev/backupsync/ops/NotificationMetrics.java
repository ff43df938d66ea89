package dev.backupsync.ops;

import dev.backupsync.http.Exchange;
import dev.backupsync.notification.NotificationListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.IntSupplier;

/** Counts what becomes of notifications, so that one that was lost can raise an alert. */
public final class NotificationMetrics implements NotificationListener {
  private final MeterRegistry registry;
  private final Counter delivered;
  private final Counter lost;
  private final Counter notRepeated;

  public NotificationMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.delivered = counter("delivered");
    this.lost = counter("lost");
    this.notRepeated = counter("unrepeated");
  }

  private Counter counter(String result) {
    return Counter.builder("backupsync.notifications")
        .description("Notifications of runs that ended, by what became of them")
        .tag("result", result)
        .register(registry);
  }

  /** Shows how many wait. */
  public void follow(IntSupplier waiting) {
    Gauge.builder("backupsync.notifications.waiting", waiting::getAsInt)
        .description("Notifications that were not delivered yet")
        .register(registry);
  }

  @Override
  public void attempted(Exchange exchange) {
    Counter.builder("backupsync.notification.attempts")
        .description("POSTs to the receiver of notifications, by outcome")
        .tag("outcome", TrafficMetrics.outcome(exchange))
        .register(registry)
        .increment();
  }

  @Override
  public void delivered() {
    delivered.increment();
  }

  @Override
  public void lost() {
    lost.increment();
  }

  @Override
  public void notRepeated() {
    notRepeated.increment();
  }
}
