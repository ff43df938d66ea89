package dev.backupsync.benchmark;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Starts the simulators, asks what came, and finds out how much they can bear. */
final class VendorProcess implements AutoCloseable {
  /** For whoever wants to know what the simulators can do. */
  static final int SPARE_TARGETS = 4_000;

  private static final JsonMapper JSON = new JsonMapper();
  private static final int HANDS = 32;

  private final Child child;
  private final BufferedReader in;
  private final PrintStream out;
  private final Vendors.Address address;

  VendorProcess(Vendors.Plan plan) {
    try {
      var command =
          Java.ofTests(
              List.of(
                  "-Xmx3g", "-XX:+UseParallelGC", "-Dsun.net.httpserver.maxIdleConnections=20000"),
              Vendors.class,
              JSON.writeValueAsString(plan));
      var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
      this.child = new Child(builder.start());
      this.in = child.process().inputReader(StandardCharsets.UTF_8);
      this.out = new PrintStream(child.process().getOutputStream(), true, StandardCharsets.UTF_8);
      this.address = JSON.readValue(in.readLine(), Vendors.Address.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Vendors.Address address() {
    return address;
  }

  double cpuSeconds() {
    return child.cpuSeconds();
  }

  Vendors.Report report() {
    out.println();
    try {
      return JSON.readValue(in.readLine(), Vendors.Report.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts runs of all spare targets as fast as it goes, with nothing in between: the first half
   * warms the simulators up.
   *
   * @return starts per second in the second half
   */
  double startsPerSecond(SyncKind kind) throws IOException, InterruptedException {
    try (var http = VendorHttp.client(address.ca())) {
      var calls = VendorCalls.login(kind, http, address.spare(), Duration.ZERO);
      var half = SPARE_TARGETS / 2;
      start(kind, calls, 0, half);
      var before = System.nanoTime();
      start(kind, calls, half, SPARE_TARGETS);
      return half * 1e9 / (System.nanoTime() - before);
    }
  }

  private static void start(SyncKind kind, VendorCalls calls, int from, int to)
      throws IOException, InterruptedException {
    var next = new AtomicInteger(from);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var hands = new ArrayList<Callable<Void>>();
      for (var hand = 0; hand < HANDS; hand++) {
        hands.add(
            () -> {
              for (var i = next.getAndIncrement(); i < to; i = next.getAndIncrement()) {
                calls.start(kind.target(Vendors.spareSync(i)));
              }
              return null;
            });
      }
      for (var done : threads.invokeAll(hands)) {
        done.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    child.close();
  }
}
