package dev.backupsync.scenario.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.AzureConnection;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.VeeamConnection;
import dev.backupsync.cluster.ApiGateway;
import dev.backupsync.cluster.ApiServer;
import dev.backupsync.cluster.BothVendors;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.Match;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Lets watches break, fall silent, expire and lag: what the operator remembers is then older than
 * what it wrote itself, and no start is doubled by that.
 */
@OnApiServer
@Isolated("counts the threads of this JVM")
class ApiServerWatchesIT {
  private static final int CUTS = 50; // of eight watches

  private BothVendors both;
  private ApiGateway gateway;

  @BeforeEach
  void open() {
    both = BothVendors.open();
    gateway = ApiGateway.before(ApiServer.shared());
  }

  @AfterEach
  void close() {
    gateway.close();
    both.close();
  }

  enum Trouble {
    CUT,
    /** The past that the watches ask for is forgotten: 410. */
    EXPIRED
  }

  private void strike(Trouble trouble) {
    switch (trouble) {
      case CUT -> gateway.cut();
      case EXPIRED -> gateway.expireWatches();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWatchMayEndAtAnyTime(Trouble trouble) {
    both.stage().operateBehind(gateway);
    strike(trouble);
    both.create();
    both.awaitRunning();
    strike(trouble);
    both.finish();
    strike(trouble);
    both.awaitSuccess();
    strike(trouble);
    both.request();
    strike(trouble);
    both.awaitRunning();
    both.finish();
    both.awaitSuccess();
    both.assertOneStartPerTrigger();
  }

  @Test
  void eventsMayComeLateThroughoutARun() {
    both.create("suspend: true");
    both.stage().operateBehind(gateway);
    both.await(status -> status.observedGeneration() == 1);
    both.each(v -> both.stage().patch(v.kind(), "sync", "{\"spec\": {\"suspend\": null}}"));
    both.await(status -> status.state() == SyncState.SYNCHRONIZING);
    gateway.freezeWatches();
    both.request(); // nobody is told of it but by the write of the end, which lands on it
    both.finish();
    both.awaitRunning();
    gateway.thawWatches();
    both.finish();
    both.awaitSuccess();
    both.assertOneStartPerTrigger();
  }

  /** Its first write stands for an operator that was held up and believes what is long past. */
  @Test
  void whoBelievesAnOldStatusStartsNothing() {
    both.create("suspend: true");
    both.stage().operateBehind(gateway);
    both.await(status -> status.observedGeneration() == 1);
    var refused = Match.of("PUT", ".*syncs/.*/status");
    gateway.faults().always(refused, Fault.status(409));
    both.each(v -> both.stage().patch(v.kind(), "sync", "{\"spec\": {\"suspend\": null}}"));
    both.each(v -> Stage.awaitUntil(() -> puts(v.kind().getSimpleName()) > 1));
    gateway.freezeWatches();
    both.stage().operate();
    both.awaitRunning();
    both.finish();
    both.awaitSuccess();
    var before = gateway.count("PUT", ".*syncs/.*/status");
    gateway.faults().clear();
    Stage.awaitUntil(() -> gateway.count("PUT", ".*syncs/.*/status") > before + 2);
    gateway.thawWatches();
    both.stage().stopOperator(); // the one that knew; the other one has caught up and goes on
    both.request();
    both.awaitRunning();
    both.finish();
    both.awaitSuccess();
    both.assertOneStartPerTriggerOfTwoOperators();
  }

  private int puts(String kind) {
    return gateway.count("PUT", ".*/%ss/sync/status".formatted(kind.toLowerCase(Locale.ROOT)));
  }

  @Test
  void theWatchOfASecretOutlivesNonsense() {
    both.stage().operateBehind(gateway);
    both.create();
    both.awaitRunning();
    gateway.confuseWatches(".*/(secrets|configmaps)");
    both.each(vendor -> vendor.password(false));
    both.stage().awaitReason(VeeamConnection.class, "vb365", "CredentialsInvalid");
    both.stage().awaitReason(AzureConnection.class, "azure", "CredentialsInvalid");
    both.each(vendor -> vendor.password(true));
    both.finish();
    both.awaitSuccess();
    both.assertOneStartPerTrigger();
  }

  @Test
  void brokenWatchesLeaveNothingBehind() {
    both.stage().operateBehind(gateway);
    both.create();
    both.awaitRunning();
    both.finish();
    both.awaitSuccess();
    cutAndAwaitWatches(); // so that all is there that cuts bring about
    var watches = gateway.watches();
    var connections = gateway.connections();
    var threads = ManagementFactory.getThreadMXBean().getThreadCount();
    for (var cut = 0; cut < CUTS; cut++) {
      cutAndAwaitWatches();
    }
    assertThat(watches).isGreaterThanOrEqualTo(8);
    assertThat(gateway.watches()).isEqualTo(watches);
    assertThat(gateway.connections()).isLessThanOrEqualTo(connections + 2);
    // those of other tests in this JVM come and go; those that a cut left behind would stay
    Stage.awaitUntil(() -> ManagementFactory.getThreadMXBean().getThreadCount() <= threads + 8);
    both.assertOneStartPerTrigger();
  }

  private void cutAndAwaitWatches() {
    var watches = gateway.watches();
    gateway.cut();
    Stage.awaitUntil(() -> gateway.watches() == watches);
  }
}
