package dev.backupsync.scenario.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.cluster.BothVendors;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.Match;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Errors, as a bug or a hostile text may bring about, wherever they strike. */
@OnApiServer
class ErrorsIT {
  @AutoClose private final BothVendors both = BothVendors.open();

  /** Everybody asks it for the time in the course of a reconcile. */
  private static final class StrickenClock implements InstantSource {
    private final AtomicInteger errors = new AtomicInteger();
    private volatile boolean stricken;

    @Override
    public Instant instant() {
      if (stricken) {
        errors.incrementAndGet();
        throw new StackOverflowError("planted");
      }
      return Instant.now();
    }
  }

  @Test
  void anErrorIsTriedAgainLikeAnyException() {
    var clock = new StrickenClock();
    both.stage().operate(clock);
    both.create();
    both.awaitRunning();

    clock.stricken = true; // two syncs and two connections, several times each
    Stage.awaitUntil(() -> clock.errors.get() >= 12);
    clock.stricken = false;

    both.finish();
    both.awaitSuccess();
    both.request();
    both.awaitRunning();
    both.finish();
    both.awaitSuccess();
    both.assertOneStartPerTrigger();
    both.each(v -> v.password(false));
    both.each(
        v -> both.stage().awaitReason(v.connectionKind(), v.connection(), "CredentialsInvalid"));
  }

  /** What took a stack frame for each dot. */
  @Test
  void aTextOfManyDotsStopsNobody() {
    var dots = "{\"message\": \"eyJaaaaaaaaaa" + ".".repeat(8000) + "\"}";
    both.each(v -> v.server().faults().next(v.look(), Fault.status(500, dots)));
    both.stage().operate();
    both.create();
    both.awaitRunning();
    both.each(v -> assertThat(v.server().faults().pending()).isZero());
    both.stage().veeam.faults().next(Match.get(".*/ServiceInstance"), Fault.status(500, dots));
    both.finish();
    both.awaitSuccess();
    both.each(v -> v.password(false));
    both.each(
        v -> both.stage().awaitReason(v.connectionKind(), v.connection(), "CredentialsInvalid"));
    assertThat(both.stage().repositorySync("sync").getStatus().state())
        .isEqualTo(SyncState.SUCCEEDED);
  }
}
