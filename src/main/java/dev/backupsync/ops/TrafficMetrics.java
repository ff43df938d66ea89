package dev.backupsync.ops;

import dev.backupsync.http.Exchange;
import dev.backupsync.http.NoReply;
import dev.backupsync.http.Reply;
import dev.backupsync.http.TrafficListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;

/** Counts and times the requests to one vendor; every label comes from a fixed set. */
public final class TrafficMetrics implements TrafficListener {
  private final MeterRegistry registry;
  private final String vendor;

  public TrafficMetrics(MeterRegistry registry, String vendor) {
    this.registry = registry;
    this.vendor = vendor;
  }

  @Override
  public void exchanged(String operation, Exchange exchange, Duration took) {
    Timer.builder("backupsync.vendor.requests")
        .description("Requests to vendors, by operation and outcome")
        .tags("vendor", vendor, "operation", operation, "outcome", outcome(exchange))
        .register(registry)
        .record(took);
    if (exchange instanceof Reply reply && reply.throttled()) {
      Counter.builder("backupsync.vendor.throttled")
          .description("Answers by which a vendor asked us to slow down")
          .tag("vendor", vendor)
          .register(registry)
          .increment();
    }
  }

  /** A class of status such as {@code 2xx}, or why there was no answer. */
  static String outcome(Exchange exchange) {
    return switch (exchange) {
      case Reply reply -> reply.status() / 100 + "xx";
      case NoReply(var cause, _, _) -> cause.name().toLowerCase(Locale.ROOT);
    };
  }

  @Override
  public void loggedIn(boolean success) {
    Counter.builder("backupsync.token.refreshes")
        .description("Log-ins and token renewals")
        .tags("vendor", vendor, "result", success ? "success" : "failure")
        .register(registry)
        .increment();
  }
}
