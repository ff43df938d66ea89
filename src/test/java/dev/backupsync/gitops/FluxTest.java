package dev.backupsync.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What Flux makes of every object, by either of the two sets of health checks. */
class FluxTest {
  private static final FluxHealthChecks STRICT = FluxHealthChecks.of("backup-strict");
  private static final FluxHealthChecks LENIENT = FluxHealthChecks.of("backup-lenient");

  /** The same for both kinds of sync. */
  private static final String SYNCS =
      """
      new                            | InProgress | InProgress
      without-connection             | InProgress | InProgress
      queued                         | InProgress | Current
      running                        | InProgress | Current
      retrying                       | InProgress | Current
      succeeded                      | Current    | Current
      failed                         | Failed     | Failed
      timed-out                      | Failed     | Failed
      cancelled                      | Failed     | Failed
      suspended                      | Current    | Current
      suspended-before-the-first-run | InProgress | Current
      suspended-while-running        | InProgress | Current
      suspended-between-attempts     | InProgress | Current
      suspended-after-a-failure      | Failed     | Failed
      changed                        | InProgress | InProgress
      newer                          | InProgress | InProgress
      """;

  /** The same for both kinds of connection. */
  private static final String CONNECTIONS =
      """
      new                 | InProgress | InProgress
      connected           | Current    | Current
      credentials-refused | Failed     | Failed
      secret-not-found    | Failed     | InProgress
      changed             | InProgress | InProgress
      newer               | InProgress | InProgress
      """;

  static Stream<Arguments> objects() {
    return Customization.all()
        .flatMap(kind -> rows(kind).map(row -> Arguments.of(kind, row[0], row[1], row[2])));
  }

  private static Stream<String[]> rows(Customization kind) {
    return (kind.hasActions() ? SYNCS : CONNECTIONS).lines().map(line -> line.split(" *\\| *", -1));
  }

  @ParameterizedTest(name = "{0} {1}: {2}, {3}")
  @MethodSource("objects")
  void isJudgedStrictlyAndLeniently(
      Customization kind, String file, String strict, String lenient) {
    var object = object(kind, file);

    assertThat(STRICT.judge(object)).isEqualTo(strict);
    assertThat(LENIENT.judge(object)).isEqualTo(lenient);
  }

  @Test
  void everyObjectHasARow() {
    assertThat(Customization.all())
        .allSatisfy(
            kind ->
                assertThat(rows(kind).map(row -> row[0] + ".yaml"))
                    .containsExactlyInAnyOrderElementsOf(
                        ObjectFile.names(kind.folder().resolve("testdata"))));
  }

  private static Map<String, Object> object(Customization kind, String file) {
    return ObjectFile.read(kind.folder().resolve("testdata").resolve(file + ".yaml"));
  }
}
