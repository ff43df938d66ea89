package dev.backupsync.hostile;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks the operator all the while whether it is ready, as the kubelet would. */
final class Pulse implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI base;
  private final AtomicInteger beats = new AtomicInteger();
  private final AtomicInteger missed = new AtomicInteger();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

  private Pulse(int port) {
    this.base = URI.create("http://localhost:" + port);
    var _ = timer.scheduleWithFixedDelay(this::beat, 0, 200, TimeUnit.MILLISECONDS);
  }

  static Pulse of(int port) {
    return new Pulse(port);
  }

  private void beat() {
    beats.incrementAndGet();
    try {
      if (get("/readyz").statusCode() != 200) {
        missed.incrementAndGet();
      }
    } catch (IOException _) {
      missed.incrementAndGet();
    }
  }

  int beats() {
    return beats.get();
  }

  int missed() {
    return missed.get();
  }

  /** The time series that Prometheus would see. */
  List<String> series() throws IOException {
    return get("/metrics").body().lines().filter(line -> !line.startsWith("#")).toList();
  }

  private HttpResponse<String> get(String path) throws IOException {
    try {
      return client.send(
          HttpRequest.newBuilder(base.resolve(path)).build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    timer.close();
    client.close();
  }
}
