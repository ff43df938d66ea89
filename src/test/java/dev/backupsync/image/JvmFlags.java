package dev.backupsync.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The flags of {@code bin/operator.args} as a file for {@code -XX:Flags}, which an image without a
 * shell needs: what JDK_JAVA_OPTIONS says wins over such a file, but not over a command line.
 */
public final class JvmFlags {
  private JvmFlags() {}

  /** One for each line; without comments. */
  public static List<String> of(Path arguments) throws IOException {
    var flags = new ArrayList<String>();
    for (var line : Files.readAllLines(arguments)) {
      if (!line.startsWith("#") && !line.isBlank()) {
        flag(line.strip()).forEach(flags::add);
      }
    }
    return flags;
  }

  private static Stream<String> flag(String argument) {
    if (argument.startsWith("-Xms")) {
      var size = argument.substring(4);
      return Stream.of("MinHeapSize=" + size, "InitialHeapSize=" + size);
    }
    if (argument.startsWith("-Xmx")) {
      return Stream.of("MaxHeapSize=" + argument.substring(4));
    }
    if (argument.startsWith("-XX:")) {
      return Stream.of(argument.substring(4));
    }
    throw new IllegalArgumentException("No flag of a JVM's flags file: " + argument);
  }
}
