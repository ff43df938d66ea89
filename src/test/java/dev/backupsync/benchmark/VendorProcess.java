package dev.backupsync.benchmark;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.backupsync.simulator.VeeamServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Starts the simulators, asks what came, and finds out how much they can bear. */
final class VendorProcess implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int HANDS = 32;

  private final Child child;
  private final BufferedReader in;
  private final PrintStream out;
  private final Vendors.Address address;

  VendorProcess(Workload work) {
    var command =
        Java.ofTests(
            List.of(
                "-Xmx3g", "-XX:+UseParallelGC", "-Dsun.net.httpserver.maxIdleConnections=20000"),
            Vendors.class,
            Integer.toString(work.servers()),
            Integer.toString(work.repositories()),
            work.session().toString(),
            Boolean.toString(work.progress()));
    try {
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
   * Starts all spare repositories as fast as it goes, with nothing in between: the first half warms
   * the simulators up.
   *
   * @return starts per second in the second half
   */
  double startsPerSecond() throws IOException, InterruptedException {
    try (var http = VeeamCalls.client(address.ca())) {
      var half = Vendors.SPARE_REPOSITORIES / 2;
      start(http, 0, half);
      var before = System.nanoTime();
      start(http, half, Vendors.SPARE_REPOSITORIES);
      return half * 1e9 / (System.nanoTime() - before);
    }
  }

  private void start(HttpClient http, int from, int to) throws IOException, InterruptedException {
    var veeam = VeeamCalls.login(http, address.spare(), VeeamServer.USER, VeeamServer.PASSWORD);
    var next = new AtomicInteger(from);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var hands = new ArrayList<Callable<Void>>();
      for (var hand = 0; hand < HANDS; hand++) {
        hands.add(
            () -> {
              for (var i = next.getAndIncrement(); i < to; i = next.getAndIncrement()) {
                veeam.start(Vendors.spareRepository(i).toString());
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
