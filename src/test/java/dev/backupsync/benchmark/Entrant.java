package dev.backupsync.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** A contestant at work: when it was started, whether it is ready, what it costs. */
final class Entrant implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile("Health and metrics on port (\\d+)");
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int LOOK_AGAIN = 5; // ms
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Child child;
  private final Path log;
  private final long startedMillis = System.currentTimeMillis();
  private final long started = System.nanoTime();

  Entrant(List<String> command, Path kubeconfig) {
    try {
      this.log = Files.createTempFile("benchmark", ".log");
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("KUBECONFIG", kubeconfig.toString());
      builder.environment().keySet().removeIf(name -> name.equalsIgnoreCase("https_proxy"));
      this.child = new Child(builder.redirectOutput(log.toFile()).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Child child() {
    return child;
  }

  /** By the clock that the simulators go by, too. */
  long startedMillis() {
    return startedMillis;
  }

  double secondsSinceStart() {
    return (System.nanoTime() - started) / 1e9;
  }

  /** Waits until it says so, and gives the seconds since its start. */
  double awaitReady() throws InterruptedException {
    while (!isReady()) {
      if (!child.isAlive() || secondsSinceStart() > PATIENCE.toSeconds()) {
        throw new IllegalStateException("Not ready: " + log());
      }
      Thread.sleep(LOOK_AGAIN);
    }
    return secondsSinceStart();
  }

  private boolean isReady() throws InterruptedException {
    var said = log();
    var port = PORT.matcher(said);
    return said.contains(Rival.READY)
        || (port.find() && answers("http://127.0.0.1:" + port.group(1) + "/readyz"));
  }

  private static boolean answers(String url) throws InterruptedException {
    try {
      var request = HttpRequest.newBuilder(URI.create(url)).build();
      return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException _) {
      return false; // not yet
    }
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    child.close();
  }
}
