package dev.backupsync.connection;

import dev.backupsync.http.Exchange;
import dev.backupsync.http.NoReply;
import dev.backupsync.http.Reply;
import dev.backupsync.http.TrafficListener;
import dev.backupsync.vendor.VendorClient;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An open client with the settings that it was made from. Notices trouble in its traffic, so that a
 * dead server is detected by the first call that fails and not by every sync.
 */
final class MonitoredClient {
  private final Object settings;
  private final VendorClient client;
  private final AtomicBoolean troubled;
  private volatile boolean worked;

  private MonitoredClient(Object settings, VendorClient client, AtomicBoolean troubled) {
    this.settings = settings;
    this.client = client;
    this.troubled = troubled;
  }

  static MonitoredClient open(
      ClientConfig.Usable plan, TrafficListener metrics, Runnable onTrouble) {
    var troubled = new AtomicBoolean();
    var listener = new Alarm(metrics, troubled, onTrouble);
    return new MonitoredClient(plan.settings(), plan.factory().open(listener), troubled);
  }

  VendorClient vendorClient() {
    return client;
  }

  boolean madeFrom(ClientConfig.Usable plan) {
    return settings.equals(plan.settings());
  }

  boolean isTroubled() {
    return troubled.get();
  }

  /** A probe has just ended, with this result. */
  void probed(boolean connected) {
    troubled.set(false);
    worked = worked || connected;
  }

  /** Whether any probe ever succeeded. */
  boolean hasWorked() {
    return worked;
  }

  /** Closes once the requests in flight have ended; returns at once. */
  void retire() {
    Thread.ofVirtual()
        .name("close-connection")
        .uncaughtExceptionHandler(FatalErrors::uncaught)
        .start(client::close);
  }

  private record Alarm(TrafficListener metrics, AtomicBoolean troubled, Runnable onTrouble)
      implements TrafficListener {

    @Override
    public void exchanged(String operation, Exchange exchange, Duration took) {
      metrics.exchanged(operation, exchange, took);
      switch (exchange) {
        case Reply _ -> {}
        case NoReply none -> {
          switch (none.cause()) {
            case UNREACHABLE, TIMEOUT, TLS, CLIENT_CERTIFICATE, FORBIDDEN -> raise();
            case QUEUED, WITHHELD, INTERRUPTED -> {} // caused by closing it ourselves
          }
        }
      }
    }

    @Override
    public void loggedIn(boolean success) {
      metrics.loggedIn(success);
      if (!success) {
        raise();
      }
    }

    private void raise() {
      if (troubled.compareAndSet(false, true)) {
        onTrouble.run();
      }
    }
  }
}
