package dev.backupsync.cluster;

import dev.backupsync.Main;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The operator as a process of its own, which can be killed, frozen and told to stop. */
public final class OperatorProcess implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile("Health and metrics on port (\\d+)");
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final Path log;
  private volatile int port; // 0 while it is not known

  private OperatorProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts it, and does not wait for it. */
  public static OperatorProcess start(Path kubeconfig, String... options) {
    return start(kubeconfig, Map.of(), options);
  }

  /** The same, with more in its environment. */
  public static OperatorProcess start(
      Path kubeconfig, Map<String, String> environment, String... options) {
    var builder = new ProcessBuilder(command(options));
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    builder.environment().putAll(environment);
    return launch(builder);
  }

  /**
   * Starts the jar that {@code package} made, as users do, with this environment and nothing of
   * ours; does not wait for it.
   */
  public static OperatorProcess ofJar(Map<String, String> environment, String... arguments) {
    return ofJar(Path.of("target/backup-sync-operator.jar"), environment, arguments);
  }

  /** The same of another version. */
  public static OperatorProcess ofJar(
      Path jar, Map<String, String> environment, String... arguments) {
    var command = java("-jar", jar.toString());
    command.addAll(List.of(arguments));
    return ofCommand(environment, command.toArray(String[]::new));
  }

  /** Starts it by a command of the caller's own, with this environment and nothing of ours. */
  public static OperatorProcess ofCommand(Map<String, String> environment, String... command) {
    var builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return launch(builder);
  }

  private static OperatorProcess launch(ProcessBuilder builder) {
    try {
      var log = Files.createTempFile("operator", ".log");
      log.toFile().deleteOnExit();
      var process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "kill-operator"));
      return new OperatorProcess(process, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> command(String... options) {
    var command = java("-classpath", classPath(), Main.class.getName(), "--http-port=0");
    command.addAll(List.of(options));
    return command;
  }

  /** It starts often and lives shortly, so it compiles little. */
  private static List<String> java(String... arguments) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command =
        new ArrayList<>(List.of(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
    command.addAll(List.of(arguments));
    return command;
  }

  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.endsWith("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Waits until it says that it is ready. */
  public OperatorProcess awaitReady() {
    Stage.awaitUntil(
        () -> {
          if (!process.isAlive()) {
            throw new IllegalStateException("The operator ended: " + log());
          }
          return isReady();
        });
    return this;
  }

  /** Whether it says so now. */
  public boolean isReady() {
    return process.isAlive() && port().isPresent() && status("/readyz") == 200;
  }

  /** SIGKILL; returns once it is gone. */
  public void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /** SIGTERM; returns the exit code once it is gone. */
  public int terminate() {
    process.destroy();
    return awaitExit();
  }

  /** SIGSTOP: it neither works nor ends. */
  public void freeze() {
    signal("-STOP");
  }

  /** SIGCONT: it goes on as if no time had passed. */
  public void thaw() {
    signal("-CONT");
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for the end that it comes to by itself, or by a signal, and returns the exit code. */
  public int awaitExit() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("The operator does not end: " + log());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** All that it wrote so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it answers to {@code GET /metrics} and the like. */
  public String get(String path) throws IOException, InterruptedException {
    var uri = URI.create("http://127.0.0.1:" + port().orElseThrow() + path);
    return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }

  public long pid() {
    return process.pid();
  }

  private int status(String path) {
    var uri = URI.create("http://127.0.0.1:" + port().orElseThrow() + path);
    try {
      return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding()).statusCode();
    } catch (IOException _) {
      return 0; // not yet
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private OptionalInt port() {
    if (port == 0) {
      var found = PORT.matcher(log());
      port = found.find() ? Integer.parseInt(found.group(1)) : 0;
    }
    return port == 0 ? OptionalInt.empty() : OptionalInt.of(port);
  }

  private void signal(String signal) {
    try {
      var exit = new ProcessBuilder("kill", signal, Long.toString(pid())).start().waitFor();
      if (exit != 0) {
        throw new IllegalStateException("No signal " + signal + " for process " + pid());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      process.destroyForcibly();
    }
  }
}
