package dev.backupsync.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.backupsync.api.v1alpha1.RepositorySync;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReconcileBoundaryTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10); // which may overflow
  private final ReconcileBoundary border = new ReconcileBoundary(nanos::get);

  /** The framework tries again after these, and after nothing else that is thrown. */
  @Test
  void anErrorBecomesAnException() {
    var error = new StackOverflowError();

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                border.cross(
                    sync(),
                    () -> {
                      throw error;
                    }))
        .withCause(error);
    assertThat(border.insideLongerThan(Duration.ofNanos(-1))).isEmpty();
  }

  @Test
  void anExceptionStaysWhatItIs() {
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(
            () ->
                border.cross(
                    sync(),
                    () -> {
                      throw new UnsupportedOperationException();
                    }));
  }

  @Test
  void whoIsInsideForLongIsKnown() {
    var seen =
        border.cross(
            sync(),
            () ->
                border.cross(
                    sync(),
                    () -> {
                      nanos.addAndGet(Duration.ofMinutes(5).toNanos());
                      return List.of(
                          border.insideLongerThan(Duration.ofMinutes(5)),
                          border.insideLongerThan(Duration.ofMinutes(4)));
                    }));

    var one = "RepositorySync backup/mail";
    assertThat(seen).containsExactly(List.of(), List.of(one, one));
    assertThat(border.insideLongerThan(Duration.ZERO)).isEmpty();
  }

  @Test
  void whatCrossesNoBorderIsRemembered() {
    assertThat(border.broken()).isEmpty();

    border.uncaught(Thread.currentThread(), new AssertionError("planted"));

    assertThat(border.broken())
        .contains("A reconcile ended outside of every border: AssertionError");
  }

  private static RepositorySync sync() {
    var sync = new RepositorySync();
    sync.getMetadata().setNamespace("backup");
    sync.getMetadata().setName("mail");
    return sync;
  }
}
