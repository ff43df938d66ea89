package dev.backupsync.statemachine;

import dev.backupsync.time.Clocks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** Both clocks of a process, as a test has them. */
public final class TestClocks {
  private TestClocks() {}

  /** Nobody sets the one on the wall: whenever it moves, as much time has passed. */
  public static Clocks movedBy(InstantSource wall) {
    return new Clocks(wall, nanos(wall));
  }

  /** What has passed by that clock. */
  public static LongSupplier nanos(InstantSource wall) {
    return () -> Duration.between(Instant.EPOCH, wall.instant()).toNanos();
  }
}
