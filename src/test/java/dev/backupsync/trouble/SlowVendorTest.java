package dev.backupsync.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.AllowedNamespaces;
import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.Trigger;
import dev.backupsync.api.v1alpha1.TriggerType;
import dev.backupsync.connection.ConnectionKey;
import dev.backupsync.connection.ConnectionLimits;
import dev.backupsync.connection.ConnectionState;
import dev.backupsync.connection.Connections;
import dev.backupsync.http.TrafficListener;
import dev.backupsync.simulator.AzureScript;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.HandClock;
import dev.backupsync.simulator.Match;
import dev.backupsync.statemachine.TestClocks;
import dev.backupsync.vendor.Outcome;
import dev.backupsync.vendor.SyncBackend;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A vendor that answers nobody holds up its own callers and no others. */
class SlowVendorTest {
  private static final int SYNCS = 50;
  private static final int RUNS = 20;
  private static final int AT_A_TIME = 8;
  private static final ConnectionLimits TERMS =
      new ConnectionLimits(new AllowedNamespaces(AllowedNamespaces.From.SAME, null), SYNCS);
  private static final Duration VERY_PATIENT = Duration.ofHours(1);
  private static final Duration HESITANT = Duration.ofSeconds(5);
  private static final Duration NEARLY_TOO_LONG = Duration.ofSeconds(3);
  private static final Duration PROBE_INTERVAL = Duration.ofMinutes(5);
  private static final ConnectionKey SLOW = new ConnectionKey("ns", "slow");
  private static final ConnectionKey QUICK = new ConnectionKey("ns", "quick");

  private final HandClock clock = new HandClock();
  private final Side slow = new VeeamSide(clock, VERY_PATIENT, VeeamSide.Spec.BY_ID);
  private final Side quick = new VeeamSide(clock, VERY_PATIENT, VeeamSide.Spec.BY_ID);
  private final Connections connections =
      new Connections(TestClocks.movedBy(clock), TrafficListener.NONE);
  private final AtomicInteger answers = new AtomicInteger();

  @AfterEach
  void close() {
    connections.close();
    slow.close();
    quick.close();
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aSlowVendorHoldsNoOtherConnectionUp() {
    var stuck = review(SLOW, slow);
    slow.server().faults().always(Match.any(), new Fault.Dribble(Duration.ofMillis(50)));
    var before = slow.server().requests().all().size();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        for (var i = 0; i < SYNCS; i++) {
          threads.execute(() -> ask(stuck));
        }
        clock.advance(PROBE_INTERVAL);
        threads.execute(() -> connections.review(SLOW, slow.plan(), PROBE_INTERVAL, TERMS));
        var most = before + AT_A_TIME + 1; // the probe waits behind no sync
        Awaitility.await().until(() -> slow.server().requests().all().size() == most);
        runsAtFullPace();

        assertThat(answers).hasValue(0);
        assertThat(slow.server().requests().all()).hasSize(most);
      } finally {
        slow.server().stop();
      }
    }
    assertThat(answers).as("those who are let go").hasValue(SYNCS);
  }

  /** Whoever cannot be asked in time because of the others is no sign of trouble. */
  @ParameterizedTest
  @MethodSource("hesitant")
  @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void ourOwnQueueIsNoTroubleOfTheVendor(Side side, int atATime) {
    var alarms = new AtomicInteger();
    connections.onTrouble(_ -> alarms.incrementAndGet());
    try (side;
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var backend = review(SLOW, side);
      side.server().faults().always(Match.any(), new Fault.Latency(NEARLY_TOO_LONG));
      var told = new ArrayList<Future<Outcome>>();
      for (var i = 0; i < 4 * atATime; i++) {
        told.add(threads.submit(() -> backend.locate(run(side))));
      }
      clock.advance(PROBE_INTERVAL);
      var probed = threads.submit(() -> review(SLOW, side));

      assertThat(told)
          .extracting(Future::get)
          .as("those who could not be asked in time")
          .filteredOn(outcome -> outcome.toString().contains("RequestQueued"))
          .hasSizeGreaterThanOrEqualTo(atATime);
      assertThat(probed).succeedsWithin(Duration.ofMinutes(1));
      assertThat(connections.state(SLOW)).get().isInstanceOf(ConnectionState.Ready.class);
      assertThat(alarms).hasValue(0);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  static Stream<Arguments> hesitant() {
    var clock = new HandClock();
    return Stream.of(
        Arguments.of(new VeeamSide(clock, HESITANT, VeeamSide.Spec.BY_ID), AT_A_TIME),
        Arguments.of(
            new AzureSide(clock, HESITANT, AzureScript.Urls.ASYNC_OPERATION, Identities::secret),
            2 * AT_A_TIME));
  }

  private void runsAtFullPace() {
    for (var run = 1; run <= RUNS; run++) {
      clock.advance(PROBE_INTERVAL);
      runsToItsEnd(review(QUICK, quick));
      assertThat(quick.accepted()).isEqualTo(run);
    }
  }

  /** A question that is not shared. */
  private void ask(SyncBackend backend) {
    var outcome = backend.poll(run(slow).withOperation(new Operation("session-1", null)));
    assertThat(outcome).isNotInstanceOf(Outcome.Running.class);
    answers.incrementAndGet();
  }

  private void runsToItsEnd(SyncBackend backend) {
    var run = run(quick);
    assertThat(backend.locate(run)).isInstanceOf(Outcome.Absent.class);
    var started = (Outcome.Running) backend.start(run, () -> true);
    quick.finish();
    var followed = run.withOperation(started.progress().operation().orElseThrow());
    assertThat(backend.poll(followed)).isInstanceOf(Outcome.Succeeded.class);
  }

  private SyncBackend review(ConnectionKey key, Side side) {
    return switch (connections.review(key, side.plan(), PROBE_INTERVAL, TERMS)) {
      case ConnectionState.Ready(_, _, _, var backend) -> backend;
      case ConnectionState.NotReady(_, var error, _, _) ->
          throw new IllegalStateException(error.message());
    };
  }

  private static Run run(Side side) {
    return Run.begin("run", side.target(), Trigger.of(TriggerType.CREATED), Instant.EPOCH);
  }
}
