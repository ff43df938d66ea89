package dev.backupsync.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs of Prometheus, by the names that Debian and the releases give them. */
enum Program {
  PROMETHEUS("prometheus", "prometheus"),
  PROMTOOL("promtool", "promtool"),
  ALERTMANAGER("prometheus-alertmanager", "alertmanager"),
  AMTOOL("amtool", "amtool");

  private final String name;
  private final String other;

  Program(String debians, String releases) {
    this.name = debians;
    this.other = releases;
  }

  /** What a program that has ended wrote, and how it ended. */
  record Ended(int exitCode, String output) {}

  static List<String> missing() {
    return Stream.of(values())
        .filter(program -> program.path().isEmpty())
        .map(program -> program.name)
        .toList();
  }

  private Optional<Path> path() {
    return Stream.of(name, other)
        .flatMap(name -> Stream.of(System.getenv("PATH").split(":")).map(dir -> Path.of(dir, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  List<String> command(String... arguments) {
    var command = new ArrayList<String>();
    command.add(path().orElseThrow().toString());
    command.addAll(List.of(arguments));
    return command;
  }

  Ended run(String... arguments) {
    try {
      var process = new ProcessBuilder(command(arguments)).redirectErrorStream(true).start();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
