package dev.backupsync.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The real kubectl, as a user would call it. */
public final class Kubectl {
  private final Path binary;
  private final Path kubeconfig;

  Kubectl(Path binary, Path kubeconfig) {
    this.binary = binary;
    this.kubeconfig = kubeconfig;
  }

  /** What came of a call; output and errors together, in the order written. */
  public record Result(int exitCode, String output) {}

  /** How it is called, before any arguments. */
  public List<String> command() {
    return List.of(
        binary.toString(),
        "--kubeconfig=" + kubeconfig,
        "--cache-dir=" + kubeconfig + ".cache"); // another server had our port before
  }

  public Result run(String... arguments) {
    return runWith("", arguments);
  }

  public Result runWith(String input, String... arguments) {
    var command = Stream.concat(command().stream(), Stream.of(arguments)).toList();
    try {
      return finish(start(command), input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Runs a piece of shell in which {@code kubectl} is this one; throws where it fails. */
  public void script(String commands) {
    var shell = "set -eu\nkubectl() { " + String.join(" ", command()) + " \"$@\"; }\n" + commands;
    try {
      var result = finish(start(List.of("bash", "-c", shell)), "");
      if (result.exitCode() != 0) {
        throw new IllegalStateException(commands + "\n" + result.output());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static Result finish(Process process, String input)
      throws IOException, InterruptedException {
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    }
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    return new Result(process.waitFor(), output);
  }
}
