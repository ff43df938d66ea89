package dev.backupsync.benchmark;

import java.util.Collection;

/** Seconds: the one in the middle, and the one that only a hundredth exceeds. */
record Spread(double median, double p99) {
  static final Spread NONE = new Spread(Double.NaN, Double.NaN);

  static Spread of(Collection<Double> seconds) {
    var sorted = seconds.stream().sorted().toList();
    return sorted.isEmpty()
        ? NONE
        : new Spread(
            sorted.get((sorted.size() - 1) / 2),
            sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1));
  }
}
