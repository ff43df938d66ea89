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
import java.util.stream.Stream;

/** Counts and times the requests to one vendor; every label comes from a fixed set. */
public final class TrafficMetrics implements TrafficListener {
  private static final Duration[] BUCKETS =
      Stream.of(50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final String vendor;

  public TrafficMetrics(MeterRegistry registry, String vendor) {
    this.registry = registry;
    this.vendor = vendor;
    throttled(); // with 0 from the start: the first increment of a new counter is seen by no rate
    logins(true);
    logins(false);
  }

  @Override
  public void exchanged(String operation, Exchange exchange, Duration took) {
    Timer.builder("backupsync.vendor.requests")
        .description("Requests to vendors, by operation and outcome")
        .tags("vendor", vendor, "operation", operation, "outcome", outcome(exchange))
        .serviceLevelObjectives(BUCKETS)
        .register(registry)
        .record(took);
    if (exchange instanceof Reply reply && reply.throttled()) {
      throttled().increment();
    }
  }

  private Counter throttled() {
    return Counter.builder("backupsync.vendor.throttled")
        .description("Answers by which a vendor asked us to slow down")
        .tag("vendor", vendor)
        .register(registry);
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
    logins(success).increment();
  }

  private Counter logins(boolean success) {
    return Counter.builder("backupsync.token.refreshes")
        .description("Log-ins and token renewals")
        .tags("vendor", vendor, "result", success ? "success" : "failure")
        .register(registry);
  }
}
