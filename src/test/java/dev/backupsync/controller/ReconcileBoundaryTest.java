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
  private final ReconcileBoundary boundary = new ReconcileBoundary(nanos::get);

  /** The framework tries again after these, and after nothing else that is thrown. */
  @Test
  void anErrorBecomesAnException() {
    var error = new StackOverflowError();

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                boundary.cross(
                    sync(),
                    () -> {
                      throw error;
                    }))
        .withCause(error);
    assertThat(boundary.insideLongerThan(Duration.ofNanos(-1))).isEmpty();
  }

  @Test
  void anExceptionStaysWhatItIs() {
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(
            () ->
                boundary.cross(
                    sync(),
                    () -> {
                      throw new UnsupportedOperationException();
                    }));
  }

  @Test
  void whoIsInsideForLongIsKnown() {
    var seen =
        boundary.cross(
            sync(),
            () ->
                boundary.cross(
                    sync(),
                    () -> {
                      nanos.addAndGet(Duration.ofMinutes(5).toNanos());
                      return List.of(
                          boundary.insideLongerThan(Duration.ofMinutes(5)),
                          boundary.insideLongerThan(Duration.ofMinutes(4)));
                    }));

    var one = "RepositorySync backup/mail";
    assertThat(seen).containsExactly(List.of(), List.of(one, one));
    assertThat(boundary.insideLongerThan(Duration.ZERO)).isEmpty();
  }

  @Test
  void whatCrossesNoBorderIsRemembered() {
    assertThat(boundary.broken()).isEmpty();

    boundary.uncaught(Thread.currentThread(), new AssertionError("planted"));

    assertThat(boundary.broken())
        .contains("A reconcile ended outside of the error boundary: AssertionError");
  }

  private static RepositorySync sync() {
    var sync = new RepositorySync();
    sync.getMetadata().setNamespace("backup");
    sync.getMetadata().setName("mail");
    return sync;
  }
}
