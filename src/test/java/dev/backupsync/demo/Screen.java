package dev.backupsync.demo;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows rows as they change: redrawn in place on a terminal, a line per change elsewhere. */
sealed interface Screen {
  void show(Duration elapsed, List<Row> rows);

  static Screen on(PrintStream out, boolean terminal) {
    return terminal ? new Live(out) : new Plain(out);
  }

  /** Whether this process has a terminal that knows ANSI sequences. */
  static boolean isTerminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
        && !"dumb".equals(System.getenv("TERM"));
  }

  /** For people. */
  final class Live implements Screen {
    private static final String CLEAR_BELOW = "\033[J";
    private static final String NO_WRAP = "\033[?7l";
    private static final String WRAP = "\033[?7h";

    private final PrintStream out;
    private int drawn;

    Live(PrintStream out) {
      this.out = out;
    }

    @Override
    public void show(Duration elapsed, List<Row> rows) {
      var text = new StringBuilder(drawn == 0 ? "" : "\033[%dA".formatted(drawn));
      text.append(CLEAR_BELOW).append(NO_WRAP).append(Layout.header()).append('\n');
      rows.forEach(row -> text.append(Layout.colored(row)).append('\n'));
      text.append("%ds".formatted(elapsed.toSeconds())).append('\n').append(WRAP);
      drawn = rows.size() + 2;
      out.print(text);
      out.flush();
    }
  }

  /** For logs. */
  final class Plain implements Screen {
    private final PrintStream out;
    private final Map<String, Row> shown = new HashMap<>();

    Plain(PrintStream out) {
      this.out = out;
    }

    @Override
    public void show(Duration elapsed, List<Row> rows) {
      for (var row : rows) {
        if (!row.equals(shown.put(row.kind() + "/" + row.name(), row))) {
          out.printf("%5.1fs  %s%n", elapsed.toMillis() / 1000.0, Layout.plain(row).strip());
        }
      }
    }
  }
}
