package dev.backupsync.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A committed file that a test generates: the test fails if the file is not as generated, and
 * rewrites it if {@code -Dupdate} is set.
 *
 * @param test the test that generates it, for the advice in a failure
 */
public record GeneratedFile(Path path, Class<?> test) {
  /** Whether files are to be rewritten. */
  public static boolean isUpdating() {
    return System.getProperty("update") != null;
  }

  /** How a difference is mended, for people. */
  public static String advice(Class<?> test) {
    return "run mvn test -Dtest=" + test.getSimpleName() + " -Dupdate, and look at the difference";
  }

  /** Writes the file if it is to be rewritten. */
  public void update(String content) throws IOException {
    if (isUpdating()) {
      if (path.getParent() != null) {
        Files.createDirectories(path.getParent());
      }
      Files.writeString(path, content);
    }
  }

  public void assertIs(String expected) throws IOException {
    update(expected);
    assertThat(path).as(advice(test)).content().isEqualTo(expected);
  }

  /** Holds only the text between two lines of the file to what is generated. */
  public void assertHasBetween(String begin, String end, String expected) throws IOException {
    var content = Files.readString(path);
    var from = content.indexOf(begin) + begin.length();
    var to = content.indexOf(end, from);
    assertThat(content).contains(begin, end);
    update(content.substring(0, from) + expected + content.substring(to));
    assertThat(Files.readString(path)).as(advice(test)).contains(begin + expected + end);
  }
}
