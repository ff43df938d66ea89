package dev.backupsync.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FatalErrorsTest {
  @Test
  void onlyErrorsOfTheJvmItselfAreFatal() {
    assertThat(FatalErrors.isFatal(new OutOfMemoryError())).isTrue();
    assertThat(FatalErrors.isFatal(new InternalError())).isTrue();
    assertThat(FatalErrors.isFatal(new StackOverflowError())).isFalse();
    assertThat(FatalErrors.isFatal(new NoClassDefFoundError())).isFalse();
    assertThat(FatalErrors.isFatal(new AssertionError())).isFalse();
    assertThat(FatalErrors.isFatal(new IllegalStateException())).isFalse();
  }

  /** As HTTP clients and futures tell it. */
  @Test
  void whateverWrapsThem() {
    var cause = new CompletionException(new IOException(new OutOfMemoryError()));
    var circle = new IllegalStateException(new IOException());
    circle.getCause().initCause(circle);

    assertThat(FatalErrors.isFatal(cause)).isTrue();
    assertThat(FatalErrors.isFatal(circle)).isFalse();
  }

  @Test
  void aGuardedStepThatFailsEndsNobody() {
    FatalErrors.guard(
        "A planted error",
        () -> {
          throw new AssertionError("planted");
        });
  }

  /** Where memory runs out in the process that {@link Exhausted} is. */
  enum Where {
    GUARDED,
    UNCAUGHT
  }

  @ParameterizedTest
  @EnumSource
  void aProcessWithoutMemoryEnds(Where where) throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java,
                "-Xmx24m",
                "-cp",
                System.getProperty("java.class.path"),
                Exhausted.class.getName(),
                where.name())
            .redirectErrorStream(true)
            .start();

    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isEqualTo(FatalErrors.EXIT_CODE);
  }

  /** Lives for as long as its memory lasts, and no longer. */
  static final class Exhausted {
    public static void main(String[] args) throws InterruptedException {
      Thread.setDefaultUncaughtExceptionHandler(FatalErrors::uncaught);
      Runnable waste = Exhausted::waste;
      switch (Where.valueOf(args[0])) {
        case GUARDED -> FatalErrors.guard("Wasting memory", waste);
        case UNCAUGHT -> Thread.ofVirtual().start(waste).join();
      }
    }

    private static void waste() {
      var all = new ArrayList<byte[]>();
      while (all.size() < Integer.MAX_VALUE) {
        all.add(new byte[1 << 20]);
      }
    }
  }
}
