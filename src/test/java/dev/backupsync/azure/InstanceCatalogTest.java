package dev.backupsync.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backupsync.api.v1alpha1.BackupInstanceRef;
import dev.backupsync.api.v1alpha1.SyncType;
import dev.backupsync.azure.auth.AzureTokenCache;
import dev.backupsync.azure.auth.IdentityLogin;
import dev.backupsync.azure.auth.LoginErrors;
import dev.backupsync.http.HttpClients;
import dev.backupsync.http.JsonHttp;
import dev.backupsync.http.Proxies;
import dev.backupsync.simulator.AzureServer;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.HandClock;
import dev.backupsync.simulator.Match;
import dev.backupsync.statemachine.TestClocks;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InstanceCatalogTest {
  private static final String LIST = ".*/backupInstances";
  private static final int REQUESTS = 16;

  private final HandClock clock = new HandClock();
  private final AzureServer azure = AzureServer.started(clock, 0);
  private final JsonHttp http =
      new JsonHttp(
          HttpClients.create(Setup.TLS, Setup.TIMEOUT, Proxies.NONE),
          Setup.TIMEOUT,
          clock,
          new Heard(),
          REQUESTS);
  private final InstanceCatalog catalog = catalog();

  @AfterEach
  void close() {
    http.close();
    azure.close();
  }

  /** Else the slow lists of many vaults would take all requests that a connection may send. */
  @Test
  void theListsOfManyVaultsLeaveRoomForWhoReadsAlone() throws InterruptedException {
    var vaults = IntStream.range(0, REQUESTS).mapToObj(i -> "vault" + i).toList();
    vaults.forEach(this::addTo);
    var out = new AtomicInteger();
    var most = new AtomicInteger();
    var goOn = new CountDownLatch(1);
    azure.faults().always(Match.get(LIST), counted(out, most, goOn));

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked =
          vaults.stream()
              .map(vault -> threads.submit(() -> catalog.siblings(instance(vault))))
              .toList();
      await().until(() -> out.get() >= InstanceCatalog.AT_A_TIME);
      goOn.countDown();
      assertThat(asked)
          .allSatisfy(one -> assertThat(one.get()).isInstanceOf(Listing.Complete.class));
    }
    assertThat(most).hasValue(InstanceCatalog.AT_A_TIME);
  }

  private static Fault counted(AtomicInteger out, AtomicInteger most, CountDownLatch goOn) {
    return new Fault.Changed(
        reply -> {
          most.accumulateAndGet(out.incrementAndGet(), Math::max);
          try {
            goOn.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          out.decrementAndGet();
          return reply;
        });
  }

  private void addTo(String vault) {
    azure.addInstance(AzureServer.SUBSCRIPTION, AzureServer.RESOURCE_GROUP, vault, "bi");
  }

  private static BackupInstanceRef instance(String vault) {
    return new BackupInstanceRef(
        AzureServer.SUBSCRIPTION, AzureServer.RESOURCE_GROUP, vault, "bi", SyncType.DEFAULT);
  }

  private InstanceCatalog catalog() {
    var cloud = Setup.cloud(azure);
    var login = new IdentityLogin(cloud, Setup.SECRET, http, UnaryOperator.identity());
    var clocks = TestClocks.movedBy(clock);
    var tokens =
        new AzureTokenCache(
            () -> LoginErrors.explained(login.login(), Setup.SECRET), new Heard(), clocks);
    return new InstanceCatalog(
        new ArmClient(http, tokens),
        new InstanceUrls(cloud.base(), AzureSettings.DEFAULT_API_VERSION),
        TrustedHosts.of(cloud.endpoint(), List.of()),
        clock);
  }
}
