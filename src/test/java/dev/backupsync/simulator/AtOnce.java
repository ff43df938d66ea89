package dev.backupsync.simulator;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Does the same with many things at the same time. */
public final class AtOnce {
  private AtOnce() {}

  /** What came of each, in their order; throws where one of them did. */
  public static <T, R> List<R> all(Collection<T> things, Function<? super T, R> what)
      throws InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var steps = things.stream().<Callable<R>>map(one -> () -> what.apply(one)).toList();
      return threads.invokeAll(steps).stream().map(Future::resultNow).toList();
    }
  }
}
