package dev.backupsync.benchmark;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Commands that start a JVM like this one. */
final class Java {
  private Java() {}

  /** A class of the tests. */
  static List<String> ofTests(List<String> jvm, Class<?> main, String... arguments) {
    return command(jvm, System.getProperty("java.class.path"), main, arguments);
  }

  /** A class of the product, with nothing of the tests on its class path. */
  static List<String> ofProduct(List<String> jvm, Class<?> main, String... arguments) {
    var path =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> !entry.endsWith("test-classes"))
            .collect(Collectors.joining(File.pathSeparator));
    return command(jvm, path, main, arguments);
  }

  /** The jar as it ships. */
  static List<String> ofJar(List<String> jvm, Path jar, String... arguments) {
    var command = java(jvm);
    command.addAll(List.of("-jar", jar.toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static List<String> command(
      List<String> jvm, String classPath, Class<?> main, String... arguments) {
    var command = java(jvm);
    command.addAll(List.of("-classpath", classPath, main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static List<String> java(List<String> jvm) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    return command;
  }
}
