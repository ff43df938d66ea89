package dev.backupsync.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Lets Jazzer, guided by coverage, look for inputs that break a reader; each in a JVM of its own,
 * for {@code -Dfuzz.seconds}. Starts from the examples in the test resources and what it found
 * before, in {@code target/fuzz}. The seed is fixed in a build; with {@code -Dfuzz.seconds} it is
 * drawn anew and printed, and {@code -Dfuzz.seed} plays it again.
 */
class FuzzIT {
  private static final int SECONDS = Integer.getInteger("fuzz.seconds", 6);
  private static final long SEED =
      Long.getLong(
          "fuzz.seed",
          System.getProperty("fuzz.seconds") == null
              ? 20_261_127L
              : System.nanoTime() % Integer.MAX_VALUE);
  private static final Path FOLDER = Path.of("target", "fuzz").toAbsolutePath();
  private static final Pattern DONE = Pattern.compile("(?m)^#\\d+\\s+DONE.*$");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http.AnswersFuzz.everyReader",
        "veeam.VeeamAnswersFuzz.everyReader",
        "azure.AzureAnswersFuzz.everyReader",
        "statemachine.PlantedStatusFuzz.everyStatusIsDecidedOn",
        "controller.SpecFuzz.everySpecIsReadOrRejected"
      })
  void findsNothing(String target) throws Exception {
    var output = FOLDER.resolve(target + ".log");
    var exitCode = fuzz(target, output);

    var log = Files.readString(output);
    var done = DONE.matcher(log);
    assertThat(exitCode).as("-Dfuzz.seed=" + SEED + "\n" + log).isZero();
    assertThat(done.find()).as(log).isTrue();
    System.out.printf(
        "Fuzzed %s for %d s, -Dfuzz.seed=%d: %s%n", target, SECONDS, SEED, done.group());
  }

  private static int fuzz(String target, Path output) throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    var dot = target.lastIndexOf('.');
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx1g",
            "-XX:+EnableDynamicAgentLoading",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=dev.backupsync." + target.substring(0, dot),
            "--target_method=" + target.substring(dot + 1),
            "--instrumentation_includes=dev.backupsync.**",
            "--custom_hook_includes=dev.backupsync.**",
            "-rss_limit_mb=0",
            "-seed=" + SEED,
            "-max_total_time=" + SECONDS);
    return new ProcessBuilder(command)
        .directory(FOLDER.toFile())
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start()
        .waitFor();
  }
}
