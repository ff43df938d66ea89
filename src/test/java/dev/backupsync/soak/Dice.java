package dev.backupsync.soak;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** All chance of a soak comes from here, so that a seed tells most of the story again. */
final class Dice {
  private final Random random;

  Dice(long seed) {
    this.random = new Random(seed);
  }

  /** For one more thread. */
  synchronized Dice another() {
    return new Dice(random.nextLong());
  }

  synchronized boolean chance(double share) {
    return random.nextDouble() < share;
  }

  synchronized <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** From 0 to below this. */
  synchronized int number(int bound) {
    return random.nextInt(bound);
  }

  synchronized Duration millis(int from, int to) {
    return Duration.ofMillis(random.nextInt(from, to));
  }

  /** A lot that wins so often. */
  <T> Optional<T> maybe(double share, Supplier<T> prize) {
    return chance(share) ? Optional.of(prize.get()) : Optional.empty();
  }

  void sleep(int fromMillis, int toMillis) throws InterruptedException {
    Thread.sleep(millis(fromMillis, toMillis));
  }
}
