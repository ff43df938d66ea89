package dev.backupsync.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The figures of a soak by name, and what broke a law; without the latter it is a success. */
final class Report {
  private final Map<String, String> figures = new LinkedHashMap<>();
  private final List<String> violations = new ArrayList<>();
  private final List<String> details = new ArrayList<>();

  Report figure(String name, Object value) {
    figures.put(name, String.valueOf(value));
    return this;
  }

  Report figure(String name, Duration value) {
    return figure(name, "%.1f s".formatted(value.toMillis() / 1000.0));
  }

  /** What helps to understand a violation; printed after them. */
  void detail(Object what) {
    details.add(String.valueOf(what));
  }

  void violation(String what) {
    violations.add(what);
  }

  List<String> violations() {
    return violations;
  }

  void print(Consumer<String> out) {
    var width = figures.keySet().stream().mapToInt(String::length).max().orElse(0);
    out.accept("");
    figures.forEach((name, value) -> out.accept(("%-" + width + "s  %s").formatted(name, value)));
    out.accept("");
    violations.forEach(violation -> out.accept("VIOLATION  " + violation));
    details.forEach(out);
    out.accept(violations.isEmpty() ? "Every law held." : violations.size() + " violations.");
  }
}
