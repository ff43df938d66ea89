package dev.backupsync.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The figures that matter most as bars, beside each other, for the docs. */
final class Chart {
  private static final int LABELS = 290; // the width of what says whose bars they are
  private static final int PANEL = 250;
  private static final int HEIGHT = 30; // of a bar and the gap below it
  private static final int TOP = 56;
  private static final int BAR = 130;

  private record Panel(String title, String format, ToDoubleFunction<Figures> value) {}

  private static final List<Panel> PANELS =
      List.of(
          new Panel("starts per second", "%.0f", f -> f.speed().startsPerSecond()),
          new Panel("CPU per run, ms", "%.1f", f -> f.perSync(f.cost().cpuSeconds() * 1e3)),
          new Panel("status writes per run", "%.1f", f -> f.perSync(f.calls().statusWrites())),
          new Panel("vendor calls per run", "%.1f", f -> f.perSync(f.calls().vendorCalls())),
          new Panel("memory at most, MiB", "%.0f", f -> f.cost().residentPeak()));

  private Chart() {}

  /** An SVG that needs no fonts, scripts or other files. */
  static String of(List<Figures> all) {
    var rows = all.stream().filter(one -> one.round() == 1).toList();
    var width = LABELS + PANELS.size() * PANEL;
    var height = TOP + rows.size() * HEIGHT + 10;
    var svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">
          <title>What a run costs</title>
          <rect width="100%%" height="100%%" fill="#ffffff"/>
        """
            .formatted(width, height));
    for (var row = 0; row < rows.size(); row++) {
      var one = rows.get(row);
      text(
          svg,
          10,
          y(row),
          "%,d x %s: %s".formatted(one.syncs(), one.kind(), one.contestant().label()));
    }
    for (var number = 0; number < PANELS.size(); number++) {
      panel(svg, PANELS.get(number), LABELS + number * PANEL, rows);
    }
    return svg.append("</svg>\n").toString();
  }

  private static void panel(StringBuilder svg, Panel panel, int left, List<Figures> rows) {
    text(svg, left, TOP - 24, panel.title());
    var most = rows.stream().mapToDouble(panel.value()).filter(Double::isFinite).max().orElse(1);
    for (var row = 0; row < rows.size(); row++) {
      var value = panel.value().applyAsDouble(rows.get(row));
      var length = Double.isFinite(value) ? value / most * BAR : 0;
      svg.append(
          String.format(
              Locale.ROOT,
              "  <rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
              left,
              y(row) - 15,
              length,
              HEIGHT - 10,
              rows.get(row).contestant().color()));
      text(svg, left + 6 + (int) length, y(row), String.format(Locale.ROOT, panel.format(), value));
    }
  }

  private static int y(int row) {
    return TOP + row * HEIGHT + 16;
  }

  private static void text(StringBuilder svg, int x, int y, String text) {
    svg.append("  <text x=\"%d\" y=\"%d\" fill=\"#111827\">%s</text>%n".formatted(x, y, text));
  }
}
