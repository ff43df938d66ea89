package dev.backupsync.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.BackupSyncOperator;
import dev.backupsync.api.v1alpha1.AzureConnection;
import dev.backupsync.api.v1alpha1.BackupInstanceSync;
import dev.backupsync.api.v1alpha1.RepositorySync;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.VeeamConnection;
import dev.backupsync.cluster.ApiServer;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.simulator.AzureServer;
import dev.backupsync.simulator.Certificates;
import dev.backupsync.simulator.VeeamServer;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operator on a real API server, with what the chart gives it and nothing else: the CRDs, the
 * environment and a token of the ServiceAccount.
 */
@OnApiServer
class ChartIT {
  private static final List<Class<? extends HasMetadata>> KINDS =
      List.of(
          RepositorySync.class,
          BackupInstanceSync.class,
          VeeamConnection.class,
          AzureConnection.class);
  private static final Pattern STATUS_OF_A_SYNC =
      Pattern.compile(".*/namespaces/([^/]+)/(repository|backupinstance)syncs/([^/]+)/status");

  /** Until its pods are replaced, which {@code UpgradeIT} shows. */
  private static final Access RENEWAL_BY_VERSION_01 =
      new Access("patch", "coordination.k8s.io", "leases");

  private static ApiServer api;

  @TempDir Path folder;
  private final Set<String> edited = ConcurrentHashMap.newKeySet();
  private final Traffic traffic = new Traffic(this::editBeforeTheFirstStatus);
  private Work work;

  @BeforeAll
  static void startApiServer() {
    api = ApiServer.bare();
    Release.installWithCrds(api, "crds", "{replicas: 0, rbac: {create: false}}");
  }

  @AfterAll
  static void stopApiServer() {
    api.close();
  }

  @BeforeEach
  void open() {
    work = new Work(api.client());
  }

  @AfterEach
  void close() {
    KINDS.forEach(kind -> api.client().resources(kind).inAnyNamespace().delete());
    work.close();
  }

  @Test
  void servesAllNamespacesByAClusterRole() throws IOException {
    var release = Release.install(api, "everywhere", "");

    try (var client = release.client(traffic);
        var _ = BackupSyncOperator.start(client, release.options(), Map.of(), system())) {
      work.bringBothKindsToSuccess();
      work.bringASyncOfAnAllowedNamespaceToSuccess();
    }

    assertThat(release.clusterRoles()).hasSize(1);
    assertItHadWhatItNeededAndNoMore(release);
    assertItReadNoMaterialButThatOfItsConnections();
  }

  @Test
  void servesNamedNamespacesWithoutAnyClusterRole() throws IOException {
    var release = Release.install(api, "confined", "watchNamespaces: " + work.namespaces());

    try (var client = release.client(traffic);
        var _ = BackupSyncOperator.start(client, release.options(), Map.of(), system())) {
      work.bringBothKindsToSuccess();
    }

    assertThat(release.clusterRoles()).isEmpty();
    assertThat(release.clusterRoleBindings()).isEmpty();
    assertItHadWhatItNeededAndNoMore(release);
    assertItReadNoMaterialButThatOfItsConnections();
  }

  @Test
  void isInstalledAndUpgradedByWhoeverHasRightsInItsNamespaceAlone() throws IOException {
    api.kubectl()
        .script(
            """
            kubectl create namespace owned
            kubectl -n owned create rolebinding owner --clusterrole=cluster-admin --user=nina
            """);
    var nina = Files.writeString(folder.resolve("kubeconfig"), kubeconfig("nina"));

    Chart.helm()
        .install()
        .withName("owned")
        .withNamespace("owned")
        .withKubeConfig(nina)
        .withValuesFile(Chart.values("{crds: {install: false}, watchNamespaces: [owned]}"))
        .call();
    Chart.helm().upgrade().withName("owned").withNamespace("owned").withKubeConfig(nina).call();

    var release = new Release(api, "owned", "owned");
    try (var client = release.client(traffic);
        var _ = BackupSyncOperator.start(client, release.options(), Map.of(), system())) {
      assertThat(release.clusterRoles()).isEmpty();
    }
    assertThat(traffic.refused()).isEmpty();
  }

  private static String kubeconfig(String user) throws IOException {
    var config = Serialization.unmarshal(Files.readString(api.kubeconfig()), Config.class);
    config.getUsers().forEach(known -> known.getUser().setAs(user));
    return Serialization.asYaml(config);
  }

  @Test
  void asksForATokenOfNoServiceAccountButTheOneThatIsNamed() throws IOException {
    var vaults = work.vaults;
    var account = "{namespace: %s, name: backup}".formatted(vaults.namespace());
    var release = Release.install(api, "tokens", "azure: {serviceAccounts: [" + account + "]}");
    vaults.azure.authority().federatedAccount(AzureServer.CLIENT_ID, vaults.namespace(), "backup");
    vaults.apply(
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: backup}
        """);
    vaults.azureConnection();
    vaults.patch(AzureConnection.class, "azure", as("backup"));

    try (var client = release.client(traffic);
        var _ = BackupSyncOperator.start(client, release.options(), Map.of(), system())) {
      vaults.awaitReason(AzureConnection.class, "azure", "Connected");
      assertThat(traffic.refused()).isEmpty();
      vaults.patch(AzureConnection.class, "azure", as("other"));
      vaults.awaitReason(AzureConnection.class, "azure", "AccessDenied");
      vaults.awaitMessage(
          AzureConnection.class, "azure", "may not ask for tokens of ServiceAccount other");
    }

    assertThat(traffic.asked()).contains(new Access("create", "", "serviceaccounts/token"));
    assertThat(traffic.refused())
        .isNotEmpty()
        .allMatch(call -> call.contains("/serviceaccounts/other/token"));
  }

  private static String as(String account) {
    return "{\"spec\": {\"credential\": {\"type\": \"WorkloadIdentity\", \"secretRef\": null,"
        + " \"serviceAccountRef\": {\"name\": \""
        + account
        + "\"}}}}";
  }

  @Test
  void takesNamespacesThatItMayNotReadForNotAllowed() throws IOException {
    var release = Release.install(api, "blind", "watchNamespaces: " + work.namespaces());
    work.allowNamespacesOfTheTeam();

    try (var client = release.client(traffic);
        var _ = BackupSyncOperator.start(client, release.options(), Map.of(), system())) {
      work.mail.awaitReason(VeeamConnection.class, "vb365", "Connected");
      work.askForASyncAcrossNamespaces();
      work.vaults.awaitReason(RepositorySync.class, "files", "ConnectionNotAllowed");
    }

    assertThat(traffic.refused()).isNotEmpty().allMatch(call -> call.contains("/namespaces?"));
  }

  @Test
  void twoReleasesInOneNamespaceServeTheirShardsSideBySide() throws IOException {
    var one = Release.install(api, "shards", "one", "watchSelector: shard=one");
    var other = Release.install(api, "shards", "other", "watchSelector: shard=other");

    try (var client = one.client(traffic);
        var second = other.client(traffic);
        var _ = BackupSyncOperator.start(client, one.options(), Map.of(), system());
        var _ = BackupSyncOperator.start(second, other.options(), Map.of(), system())) {
      work.bringASyncOfEachShardToSuccess("one", "other");
    }

    assertThat(traffic.refused()).isEmpty();
  }

  /** Their names, one after the other, read the same. */
  @Test
  void releasesOfSimilarNamesDoNotTakeEachOthersRoles() {
    var one = Release.install(api, "a", "b-c", "");
    var other = Release.install(api, "a-b", "c", "");

    assertThat(one.clusterRoles()).hasSize(1);
    assertThat(other.clusterRoles()).hasSize(1).doesNotContainAnyElementsOf(one.clusterRoles());
  }

  /** As Helm prints them, but for the server, its account and its CA. */
  @Test
  void itsNotesLeadToARunningSync() throws IOException {
    var mail = work.mail;
    mail.veeam.addRepository("Mail archive").outOfSync(true);
    mail.configMap("ca", Map.of("ca.crt", Certificates.shared().caPem()));
    var values = "{crds: {install: false}, watchNamespaces: [%s]}".formatted(mail.namespace());
    var printed =
        Chart.helm()
            .install()
            .withName("noted")
            .withNamespace("noted")
            .createNamespace()
            .withKubeConfig(api.kubeconfig())
            .withValuesFile(Chart.values(values))
            .call()
            .getOutput();
    var release = new Release(api, "noted", "noted");

    try (var client = release.client(traffic);
        var _ = BackupSyncOperator.start(client, release.options(), Map.of(), system())) {
      api.kubectl().script(commands(printed));
      mail.awaitReason(VeeamConnection.class, "vb365", "TlsUntrusted");
      mail.patch(
          VeeamConnection.class,
          "vb365",
          "{\"spec\": {\"tls\": {\"caBundleRef\": {\"name\": \"ca\"}}}}");
      mail.await(RepositorySync.class, "mail-archive", s -> s.state() == SyncState.SUCCEEDED);
    }
  }

  private String commands(String printed) {
    return Stream.of(printed.split("NOTES:", 2)[1].split("\n\n"))
        .map(ChartIT::fromItsFirstCommandOn)
        .map(commands -> commands.replaceAll("(?m)^(kubectl .* rollout|helm) .*", ""))
        .collect(Collectors.joining("\n"))
        .replace(" --watch", "")
        .replace("https://vb365.example.com:4443", work.mail.veeam.url().toString())
        .replace("BACKUP\\svc-sync", VeeamServer.USER)
        .replace("change-me", VeeamServer.PASSWORD);
  }

  private static String fromItsFirstCommandOn(String paragraph) {
    return paragraph
        .lines()
        .dropWhile(line -> !line.startsWith("kubectl"))
        .collect(Collectors.joining("\n"));
  }

  /** There is no kubelet, so its pod's container is run here, with what it would have. */
  @Test
  void theHelmTestTellsWhetherTheOperatorServes() throws IOException {
    var release =
        Release.install(
            api,
            "tested",
            "{watchSelector: shard=tested, test: {labels: {shard: tested}, timeout: 3s}}");
    var test = SelfTestPod.of(release);

    var before = test.run();
    try (var client = release.client(traffic);
        var _ = BackupSyncOperator.start(client, release.options(), Map.of(), system())) {
      var after = test.withTimeout("2m").run();

      assertThat(after.log()).contains("An operator serves");
      assertThat(after.awaitExit()).isZero();
    }
    assertThat(before.awaitExit()).isOne();
    assertThat(before.log()).contains("No operator has looked at a sync in namespace tested");
    assertThat(api.client().resources(RepositorySync.class).inNamespace("tested").list().getItems())
        .as("what it created")
        .isEmpty();
  }

  private void assertItHadWhatItNeededAndNoMore(Release release) {
    assertThat(traffic.refused()).isEmpty();
    assertThat(release.granted())
        .as("what its roles let it do; a rule that nothing uses is one too many")
        .filteredOn(access -> !access.equals(RENEWAL_BY_VERSION_01))
        .isSubsetOf(traffic.asked());
    assertThat(lease(release).getSpec().getHolderIdentity()).as("once it stopped").isEmpty();
  }

  /** Each by its name, and in the connection's own namespace. */
  private void assertItReadNoMaterialButThatOfItsConnections() {
    assertThat(traffic.material())
        .containsExactlyInAnyOrder(
            work.mail.namespace() + "/secrets/vb365",
            work.mail.namespace() + "/configmaps/ca",
            work.vaults.namespace() + "/secrets/azure-sp",
            work.vaults.namespace() + "/configmaps/ca");
  }

  private static Lease lease(Release release) {
    var leases = api.client().leases().inNamespace(release.namespace());
    return leases.withName(release.name() + "-backup-sync-operator").require();
  }

  /** A label that comes between makes the operator read a sync again, as people's edits do. */
  private void editBeforeTheFirstStatus(HttpRequest request) {
    var path = STATUS_OF_A_SYNC.matcher(request.uri().getPath());
    var real = request.uri().getQuery() == null; // and no dry run
    if (real && request.method().equals("PUT") && path.matches() && edited.add(path.group())) {
      var kind =
          path.group(2).equals("repository") ? RepositorySync.class : BackupInstanceSync.class;
      api.client()
          .resources(kind)
          .inNamespace(path.group(1))
          .withName(path.group(3))
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"metadata\":{\"labels\":{\"edited\":\"\"}}}");
    }
  }

  private static InstantSource system() {
    return InstantSource.system();
  }
}
