package dev.backupsync.controller.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backupsync.api.v1alpha1.AllowedNamespaces;
import dev.backupsync.api.v1alpha1.ConnectionRef;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.RepositoryRef;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.api.v1alpha1.Trigger;
import dev.backupsync.api.v1alpha1.TriggerType;
import dev.backupsync.connection.ClientConfig;
import dev.backupsync.connection.ConnectionKey;
import dev.backupsync.connection.ConnectionLimits;
import dev.backupsync.connection.Connections;
import dev.backupsync.http.TrafficListener;
import dev.backupsync.simulator.HandClock;
import dev.backupsync.statemachine.DesiredState;
import dev.backupsync.statemachine.Gate;
import dev.backupsync.statemachine.RunSettings;
import dev.backupsync.statemachine.TestClocks;
import dev.backupsync.statemachine.UncalledVendor;
import dev.backupsync.vendor.Probe;
import dev.backupsync.vendor.SyncBackend;
import dev.backupsync.vendor.VendorClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is let in to a vendor that works, by what stands in the statuses. */
class RunAdmissionTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final String UUID = "00000000-0000-4000-8000-00000000000";

  @AutoClose
  private final Connections connections =
      new Connections(TestClocks.movedBy(new HandClock()), TrafficListener.NONE);

  private final List<ResourceID> woken = new ArrayList<>();
  private final ConnectionGate connectionGate =
      new ConnectionGate(
          "VeeamConnection",
          connections,
          _ -> new ConnectionLookup.Found.Nothing(),
          _ -> true,
          (_, _) -> true,
          () -> false);
  private final RunAdmission admission =
      new RunAdmission(
          connectionGate,
          connections,
          target -> new ExclusiveTarget(target.describe(), false),
          woken::add);

  @BeforeEach
  void connect() {
    connections.review(
        new ConnectionKey("backup", "vb365"),
        new ClientConfig.Usable("settings", "https://vb365", _ -> new Connected()),
        Duration.ofMinutes(5),
        new ConnectionLimits(new AllowedNamespaces(AllowedNamespaces.From.SAME, null), 5),
        Optional.empty());
  }

  @Test
  void aQueueThatCouldNotBeFilledToItsEndIsFilledAgainBeforeAnybodyIsLetIn() {
    var wants = candidate("wants", 1, SyncStatus.NEW);
    var runs = candidate("runs", 1, running(1));

    assertThatThrownBy(() -> admission.gate(wants, NOON, breakingOff(wants)))
        .hasMessage("broke off");

    assertThat(admission.gate(wants, NOON, List.of(wants, runs)))
        .isInstanceOfSatisfying(
            Gate.Closed.class, closed -> assertThat(closed.reason()).isEqualTo(Reason.TARGET_BUSY));
  }

  private static Iterable<RunAdmission.Candidate> breakingOff(RunAdmission.Candidate first) {
    return () ->
        Stream.of(first, first)
            .peek(
                _ -> {
                  throw new IllegalStateException("broke off");
                })
            .iterator();
  }

  @Test
  void onceFilledItIsNotFilledAgain() {
    var wants = candidate("wants", 1, SyncStatus.NEW);
    Iterable<RunAdmission.Candidate> never =
        () -> {
          throw new IllegalStateException("asked again");
        };

    assertThat(admission.gate(wants, NOON, List.of())).isInstanceOf(Gate.Open.class);
    assertThat(admission.gate(wants, NOON, never)).isInstanceOf(Gate.Open.class);
  }

  /** A check that finds nothing to do, a start that is refused, a run that is over. */
  @Test
  void nothingIsKeptOfALookThatStartedNothing() {
    var looks = candidate("looks", 1, SyncStatus.NEW);
    var wants = candidate("wants", 1, SyncStatus.NEW);
    var gate = admission.gate(looks, NOON, List.of());
    assertThat(admission.gate(wants, NOON, List.of())).isInstanceOf(Gate.Closed.class);

    admission.afterReconcile(looks, gate, SyncStatus.NEW.withState(SyncState.SUCCEEDED));

    assertThat(woken).containsExactly(id("wants"));
    assertThat(admission.gate(wants, NOON, List.of())).isInstanceOf(Gate.Open.class);
  }

  @Test
  void anotherTargetOfTheSameSyncWakesWhoWaitedForTheFirst() {
    var looks = candidate("looks", 1, SyncStatus.NEW);
    var wants = candidate("wants", 1, SyncStatus.NEW);
    admission.gate(looks, NOON, List.of());
    admission.gate(wants, NOON, List.of());

    admission.gate(candidate("looks", 2, SyncStatus.NEW), NOON, List.of());

    assertThat(woken).containsExactly(id("wants"));
  }

  private static RunAdmission.Candidate candidate(String name, int repository, SyncStatus status) {
    var desired =
        new DesiredState(
            1,
            Optional.of(target(repository)),
            Optional.empty(),
            RunSettings.DEFAULT,
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return new RunAdmission.Candidate(id(name), desired, status);
  }

  private static SyncStatus running(int repository) {
    var trigger = Trigger.of(TriggerType.CREATED);
    return SyncStatus.NEW
        .withState(SyncState.SYNCHRONIZING)
        .withRun(Run.begin("run", target(repository), trigger, NOON));
  }

  private static Target target(int repository) {
    return Target.of(
        new ConnectionRef("backup", "vb365"), new RepositoryRef(UUID + repository, null));
  }

  private static ResourceID id(String name) {
    return new ResourceID(name, "backup");
  }

  private record Connected() implements VendorClient {
    @Override
    public Probe probe() {
      return new Probe.Connected("v8", Optional.empty(), Optional.empty());
    }

    @Override
    public SyncBackend backend() {
      return new UncalledVendor();
    }

    @Override
    public void close() {}
  }
}
