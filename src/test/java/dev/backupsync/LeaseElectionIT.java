package dev.backupsync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.LeaseElection.LeaseName;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpecBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who leads is judged by when the lease was seen to change, whatever clocks say. */
@OnApiServer
class LeaseElectionIT {
  private static final String NAME = "lease";
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Stage stage = Stage.open();
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5_000_000_000L); // may overflow

  @AfterEach
  void close() {
    stage.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT2H", "PT-2H", "PT8760H"})
  void aDeadLeaderIsFollowedOnceItsLeaseRanOutWhateverItsClockShowed(Duration ahead) {
    write(held("dead", now().plus(ahead), 15));
    var next = replica("next");

    assertThat(next.attempt()).isFalse();
    pass(Duration.ofSeconds(14));
    assertThat(next.attempt()).isFalse();
    pass(Duration.ofSeconds(2));

    assertThat(next.attempt()).isTrue();
    assertThat(record().getHolderIdentity()).isEqualTo("next");
    assertThat(record().getLeaseTransitions()).isEqualTo(1);
  }

  @Test
  void aLeaderWhoseClockIsBehindStaysTheLeaderAsLongAsItRenews() {
    var past = now().minusHours(2);
    var next = replica("next");

    for (var round = 0; round < 5; round++) {
      write(held("leader", past.plusSeconds(round), 15));
      assertThat(next.attempt()).isFalse();
      pass(Duration.ofSeconds(10));
    }

    assertThat(record().getHolderIdentity()).isEqualTo("leader");
  }

  static Stream<LeaseSpec> free() {
    return Stream.of(
        new LeaseSpec(),
        new LeaseSpecBuilder().withHolderIdentity("").build(),
        new LeaseSpecBuilder().withHolderIdentity("").withLeaseDurationSeconds(1).build());
  }

  @ParameterizedTest
  @MethodSource("free")
  void aLeaseThatNobodyHoldsIsTakenAtOnce(LeaseSpec record) {
    write(record);

    assertThat(replica("next").attempt()).isTrue();
  }

  @Test
  void aRecordWithoutTimesKeepsOthersAwayForTheUsualTimeOnly() {
    write(new LeaseSpecBuilder().withHolderIdentity("odd").build());
    var next = replica("next");

    assertThat(next.attempt()).isFalse();
    pass(LeaseTimes.DEFAULT.duration().plus(SECOND));

    assertThat(next.attempt()).isTrue();
  }

  @Test
  void aRecordThatClaimsToLastForYearsDoesNot() {
    write(held("eternal", now(), Integer.MAX_VALUE));
    var next = replica("next");

    assertThat(next.attempt()).isFalse();
    pass(Duration.ofMinutes(6));

    assertThat(next.attempt()).isTrue();
  }

  @Test
  void ofManyWhoAskAtOnceOneLeads() throws InterruptedException {
    var replicas = IntStream.range(0, 8).mapToObj(i -> replica("replica-" + i)).toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var attempts =
          threads.invokeAll(
              replicas.stream()
                  .map(one -> (java.util.concurrent.Callable<Boolean>) one::attempt)
                  .toList());

      assertThat(attempts).extracting(done -> done.resultNow()).containsOnlyOnce(true);
    }
  }

  @Test
  void aLeaderRenewsOverAForeignLabelAndKeepsIt() {
    var leader = replica("leader");
    leader.attempt();
    lease()
        .edit(l -> new LeaseBuilder(l).editMetadata().addToLabels("a", "b").endMetadata().build());
    var acquired = record().getAcquireTime();

    assertThat(leader.attempt()).isTrue();
    assertThat(lease().get().getMetadata().getLabels()).containsEntry("a", "b");
    assertThat(record().getAcquireTime()).isEqualTo(acquired);
    assertThat(record().getLeaseTransitions()).isEqualTo(1);
  }

  @Test
  void aLeaderIsOverdueByTheMonotonicClockAlone() {
    var leader = replica("leader");
    leader.attempt();

    pass(LeaseTimes.DEFAULT.renewDeadline());
    assertThat(leader.isOverdue()).isFalse();
    pass(SECOND);
    assertThat(leader.isOverdue()).isTrue();
    leader.attempt();
    assertThat(leader.isOverdue()).isFalse();
  }

  @Test
  void aLeaseThatWasReleasedIsTakenAtOnceAndNobodyElsesIsReleased() {
    var leader = replica("leader");
    var next = replica("next");
    leader.attempt();
    next.release();
    assertThat(next.attempt()).isFalse();

    leader.release();

    assertThat(next.attempt()).isTrue();
    assertThat(leader.attempt()).isFalse();
  }

  private LeaseElection replica(String identity) {
    return new LeaseElection(
        stage.client(),
        new LeaseName(stage.namespace(), NAME),
        LeaseTimes.DEFAULT,
        identity,
        InstantSource.system(),
        nanos::get);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static ZonedDateTime now() {
    return ZonedDateTime.now(ZoneOffset.UTC);
  }

  private static LeaseSpec held(String holder, ZonedDateTime renewed, int seconds) {
    return new LeaseSpecBuilder()
        .withHolderIdentity(holder)
        .withLeaseDurationSeconds(seconds)
        .withAcquireTime(renewed)
        .withRenewTime(renewed)
        .withLeaseTransitions(0)
        .build();
  }

  private void write(LeaseSpec record) {
    var written =
        new LeaseBuilder()
            .withNewMetadata()
            .withNamespace(stage.namespace())
            .withName(NAME)
            .endMetadata()
            .withSpec(record)
            .build();
    stage.client().resource(written).createOr(existing -> existing.update());
  }

  private LeaseSpec record() {
    return lease().require().getSpec();
  }

  private Resource<Lease> lease() {
    return stage.client().leases().inNamespace(stage.namespace()).withName(NAME);
  }
}
