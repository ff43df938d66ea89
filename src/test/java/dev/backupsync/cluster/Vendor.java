package dev.backupsync.cluster;

import dev.backupsync.api.v1alpha1.AzureConnection;
import dev.backupsync.api.v1alpha1.BackupInstanceSync;
import dev.backupsync.api.v1alpha1.ConnectionStatus;
import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.RepositorySync;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.VeeamConnection;
import dev.backupsync.simulator.AzureInstance;
import dev.backupsync.simulator.AzureProblem;
import dev.backupsync.simulator.AzureScript;
import dev.backupsync.simulator.AzureServer;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.Identity;
import dev.backupsync.simulator.Match;
import dev.backupsync.simulator.SimulatedVendor;
import dev.backupsync.simulator.VeeamRepository;
import dev.backupsync.simulator.VeeamScript;
import dev.backupsync.simulator.VeeamServer;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.Map;

/**
 * What a scenario needs of a vendor, so that each scenario is told once for both. Runs take until
 * the test says {@link #finish} or {@link #fail}.
 */
public sealed interface Vendor {

  /** Both, on one stage. */
  enum Kind {
    VEEAM,
    AZURE;

    public Vendor on(Stage stage) {
      return switch (this) {
        case VEEAM -> on(stage, "Mail archive");
        case AZURE -> on(stage, AzureServer.VAULT);
      };
    }

    /** With a target of its own: a repository of this name, or the only instance of this vault. */
    public Vendor on(Stage stage, String name) {
      return switch (this) {
        case VEEAM -> new Veeam(stage, name);
        case AZURE -> new Azure(stage, name);
      };
    }
  }

  Stage stage();

  Class<? extends CustomResource<?, SyncStatus>> kind();

  SimulatedVendor server();

  /** A working connection. */
  void connect();

  /** The connection's Secret with a password that the vendor does not know, or the right one. */
  void password(boolean right);

  Class<? extends CustomResource<?, ConnectionStatus>> connectionKind();

  /** The connection's name. */
  String connection();

  /** The same with syncs that go through this connection, where there may be several. */
  default Vendor through(String connection) {
    return this;
  }

  /** The connection's Secret with this password, whatever the vendor thinks of it. */
  void givePassword(String password);

  /** The vendor accepts this password and no other one, and no token in hand. */
  void acceptOnly(String password);

  /** Tokens in hand are worth nothing any more. */
  void expireTokens();

  /**
   * A sync named {@code sync} of the one target that there is.
   *
   * @param options further lines of the spec, such as {@code retry: {limit: 0}}
   */
  default void sync(String... options) {
    syncNamed("sync", options);
  }

  /** One more sync of the same target. */
  void syncNamed(String name, String... options);

  /** A sync of something that the vendor does not have. */
  void syncUnknown();

  Match start();

  Match poll();

  /** Every look at the target and at what runs there. */
  Match look();

  /** A look at the target, and at no other one. */
  Match lookAtTarget();

  /** A poll of this run, and of no other one. */
  Match poll(Run run);

  /** The target gets out of order, or in order, without a run. */
  void outOfOrder(boolean is);

  void finish();

  void fail(String message);

  /** Runs that the vendor accepted for the target. */
  int starts();

  /** Starts that met a run in flight. */
  int refusedStarts();

  /** At a time, ever. */
  int mostAtOnce();

  /** Starts that were sent, whatever became of them. */
  default int posts() {
    return server().requests().count(start());
  }

  /** The status of {@code sync} once it is in this state. */
  default SyncStatus await(SyncState state) {
    return await("sync", state);
  }

  /** The same of another one. */
  default SyncStatus await(String name, SyncState state) {
    return stage().await(kind(), name, status -> status.currentState() == state);
  }

  default void loseNextStart(boolean afterProcessing) {
    server().faults().next(start(), afterProcessing ? Fault.lostAnswer() : new Fault.Reset());
  }

  default void present(Identity identity) {
    server().present(identity);
  }

  private static String spec(String name, String kind, String body, String... options) {
    return """
    apiVersion: backupsync.dev/v1alpha1
    kind: %s
    metadata: {name: %s}
    spec:
      pollInterval: 1s
      %s
      %s
    """
        .formatted(kind, name, body, String.join("\n  ", options));
  }

  /** Veeam, with one repository that is out of sync. */
  record Veeam(Stage stage, VeeamRepository repository, String connection) implements Vendor {
    private Veeam(Stage stage, String name) {
      this(stage, stage.veeam.addRepository(name).outOfSync(true), "vb365");
      stage.veeam.script().duration(VeeamScript.BY_HAND);
    }

    @Override
    public Class<RepositorySync> kind() {
      return RepositorySync.class;
    }

    @Override
    public SimulatedVendor server() {
      return stage.veeam;
    }

    @Override
    public void connect() {
      stage.veeamConnection();
    }

    @Override
    public Class<VeeamConnection> connectionKind() {
      return VeeamConnection.class;
    }

    @Override
    public Vendor through(String other) {
      return new Veeam(stage, repository, other);
    }

    @Override
    public void password(boolean right) {
      givePassword(right ? VeeamServer.PASSWORD : "wrong-" + VeeamServer.PASSWORD);
    }

    @Override
    public void givePassword(String password) {
      stage.secret("vb365", Map.of("username", VeeamServer.USER, "password", password));
    }

    @Override
    public void acceptOnly(String password) {
      stage.veeam.tokens().user(VeeamServer.USER, password);
      stage.veeam.tokens().revokeRefresh();
      expireTokens();
    }

    @Override
    public void expireTokens() {
      stage.veeam.tokens().revokeAccess();
    }

    @Override
    public void syncNamed(String name, String... options) {
      stage.apply(
          spec(
              name,
              "RepositorySync",
              "connectionRef: {name: %s}\n  repository: {id: %s}"
                  .formatted(connection, repository.id()),
              options));
    }

    @Override
    public void syncUnknown() {
      stage.apply(
          spec(
              "sync",
              "RepositorySync",
              "connectionRef: {name: vb365}\n"
                  + "  repository: {id: 00000000-0000-0000-0000-000000000001}"));
    }

    @Override
    public Match start() {
      return Match.post(".*/BackupRepositories/" + repository.id() + "/Sync");
    }

    @Override
    public Match poll() {
      return Match.get(".*/RepositorySynchronizeSessions/.*");
    }

    @Override
    public Match look() {
      return Match.get(".*/(BackupRepositories|RepositorySynchronizeSessions)(/.*)?");
    }

    @Override
    public Match lookAtTarget() {
      return Match.get(".*/BackupRepositories/" + repository.id());
    }

    @Override
    public Match poll(Run run) {
      return Match.get(".*/RepositorySynchronizeSessions/" + session(run));
    }

    public Match stop(Run run) {
      return Match.post(".*/" + session(run) + "/StopSynchronize");
    }

    private static String session(Run run) {
      return run.knownOperation().flatMap(Operation::knownId).orElseThrow();
    }

    @Override
    public void outOfOrder(boolean is) {
      repository.outOfSync(is);
    }

    @Override
    public void finish() {
      stage.veeam.finish(repository.id());
    }

    @Override
    public void fail(String message) {
      stage.veeam.fail(repository.id(), message);
    }

    @Override
    public int starts() {
      return repository.acceptedStarts();
    }

    @Override
    public int refusedStarts() {
      return repository.repeatedStarts();
    }

    @Override
    public int mostAtOnce() {
      return repository.maxConcurrentSessions();
    }
  }

  /** Azure, with one instance in a protection error. */
  record Azure(Stage stage, AzureInstance instance) implements Vendor {
    private static final String INSTANCE = "testbi";
    private static final AzureProblem ROLE_IS_MISSING =
        AzureProblem.of("UserErrorX", "Role is missing");

    private Azure(Stage stage, String vault) {
      var instance =
          stage.azure.addInstance(
              AzureServer.SUBSCRIPTION, AzureServer.RESOURCE_GROUP, vault, INSTANCE);
      this(stage, instance.broken(ROLE_IS_MISSING));
      stage.azure.script().duration(AzureScript.BY_HAND);
    }

    @Override
    public Class<BackupInstanceSync> kind() {
      return BackupInstanceSync.class;
    }

    @Override
    public SimulatedVendor server() {
      return stage.azure;
    }

    @Override
    public void connect() {
      stage.azureConnection();
    }

    @Override
    public Class<AzureConnection> connectionKind() {
      return AzureConnection.class;
    }

    @Override
    public String connection() {
      return "azure";
    }

    @Override
    public void password(boolean right) {
      givePassword(right ? AzureServer.CLIENT_SECRET : "wrong-" + AzureServer.CLIENT_SECRET);
    }

    @Override
    public void givePassword(String password) {
      stage.secret("azure-sp", Map.of("clientSecret", password));
    }

    @Override
    public void acceptOnly(String password) {
      stage.azure.authority().secret(AzureServer.CLIENT_ID, password);
      expireTokens();
    }

    @Override
    public void expireTokens() {
      stage.azure.tokens().revoke();
    }

    @Override
    public void syncNamed(String name, String... options) {
      stage.apply(spec(name, "BackupInstanceSync", target(INSTANCE), options));
    }

    @Override
    public void syncUnknown() {
      stage.apply(spec("sync", "BackupInstanceSync", target("nobody")));
    }

    private String target(String instance) {
      return """
      connectionRef: {name: azure}
        subscriptionId: %s
        resourceGroup: %s
        vaultName: %s
        backupInstanceName: %s\
      """
          .formatted(AzureServer.SUBSCRIPTION, AzureServer.RESOURCE_GROUP, vault(), instance);
    }

    @Override
    public Match start() {
      return Match.post(inVault("backupInstances/[^/]+/sync"));
    }

    @Override
    public Match poll() {
      return Match.get(".*/operationStatus/.*");
    }

    @Override
    public Match look() {
      return Match.get(".*/backupInstances/[^/]+");
    }

    @Override
    public Match lookAtTarget() {
      return Match.get(inVault("backupInstances/[^/]+"));
    }

    @Override
    public Match poll(Run run) {
      return Match.get(inVault("operationStatus/.*"));
    }

    private String inVault(String path) {
      return ".*/backupVaults/" + vault() + "/" + path;
    }

    private String vault() {
      return instance.id().replaceAll(".*/backupVaults/|/backupInstances/.*", "");
    }

    @Override
    public void outOfOrder(boolean is) {
      if (is) {
        instance.broken(ROLE_IS_MISSING);
      } else {
        instance.healthy();
      }
    }

    @Override
    public void finish() {
      stage.azure.finish(instance);
    }

    @Override
    public void fail(String message) {
      stage.azure.fail(instance, AzureProblem.of("UserErrorFixIt", message));
    }

    @Override
    public int starts() {
      return instance.acceptedSyncs();
    }

    @Override
    public int refusedStarts() {
      return instance.conflictingSyncs();
    }

    @Override
    public int mostAtOnce() {
      return instance.maxConcurrentOperations();
    }
  }
}
