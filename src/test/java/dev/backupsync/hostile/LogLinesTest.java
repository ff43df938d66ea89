package dev.backupsync.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Whatever somebody writes into an object: one event is one line, and steers no terminal. */
class LogLinesTest {
  private static final String ODD = "a\nb\r\nc\td\u001b[2Je\u0085f\u2028g\u202eh\u0000i\u200bj";

  @Test
  void oneEventIsOneLine() {
    try (var log = Lines.captured();
        var _ = MDC.putCloseable("run", ODD)) {
      LoggerFactory.getLogger(LogLinesTest.class)
          .warn("told: {}", ODD, new IllegalStateException(ODD));

      assertThat(log.events())
          .singleElement()
          .asString()
          .contains("told: a b c d [2Je f g h i j")
          .contains("IllegalStateException")
          .matches("[^\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+\\n");
    }
  }
}
