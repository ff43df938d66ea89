package dev.backupsync.simulator;

import java.net.URI;
import java.time.InstantSource;
import java.util.UUID;

/**
 * Azure as far as a sync of backup instances sees it: Resource Manager and the authority on one TLS
 * server at localhost, a foreign host at 127.0.0.1, and the managed identity endpoint at both. It
 * starts with one tenant and one client with a secret.
 */
public final class AzureServer extends SimulatedVendor {
  public static final String TENANT = "72f988bf-86f1-41af-91ab-2d7cd011db47";
  public static final String CLIENT_ID = "11111111-2222-3333-4444-555555555555";
  public static final String CLIENT_SECRET = "s3cr~t+/=&%";
  public static final String SUBSCRIPTION = "04cf684a-d41f-4550-9f70-7708a3a2283b";
  public static final String RESOURCE_GROUP = "testrg";
  public static final String VAULT = "testvault";

  private final AzureScript script = new AzureScript();
  private final AzureTokens tokens;
  private final AzureAuthority authority;
  private final ManagedIdentityEndpoint managedIdentity;
  private final AzureStore store;
  private final ArmOperations operations;
  private final ArmRoutes routes;
  private final ForeignHost foreignHost;

  private AzureServer(InstantSource clock, int port) {
    super("localhost", port);
    tokens = new AzureTokens(clock);
    authority = new AzureAuthority(tokens).secret(CLIENT_ID, CLIENT_SECRET);
    managedIdentity = new ManagedIdentityEndpoint(tokens);
    store = new AzureStore(clock, script);
    operations = new ArmOperations(store, script, this::url);
    routes =
        new ArmRoutes(tokens, store, script, operations, new ArmLists(store, script, this::url));
    foreignHost = new ForeignHost(routes::answer);
  }

  /** Listens on any free port, by the system's clock. */
  public static AzureServer started() {
    return started(InstantSource.system(), 0);
  }

  /** Listens on this port, or on any free one for 0; the clock moves tokens and operations. */
  public static AzureServer started(InstantSource clock, int port) {
    var server = new AzureServer(clock, port);
    server.start();
    server.managedIdentity.start();
    server.foreignHost.start();
    return server;
  }

  @Override
  public void close() {
    super.close();
    managedIdentity.stop();
    foreignHost.close();
  }

  public AzureScript script() {
    return script;
  }

  public AzureTokens tokens() {
    return tokens;
  }

  /** The authority host is {@link #url()} with a slash at its end. */
  public AzureAuthority authority() {
    return authority;
  }

  public ManagedIdentityEndpoint managedIdentity() {
    return managedIdentity;
  }

  public ForeignHost foreignHost() {
    return foreignHost;
  }

  public int tokensSeenByForeignHost() {
    return foreignHost.tokensSeen();
  }

  /** Adds an instance that shows ProtectionError, in the vault of the vendor's page. */
  public AzureInstance addInstance(String name) {
    return addInstance(SUBSCRIPTION, RESOURCE_GROUP, VAULT, name);
  }

  /** Adds an instance that shows ProtectionError, and with it whatever it lives in. */
  public AzureInstance addInstance(String subscription, String group, String vault, String name) {
    var vaultId =
        "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.DataProtection/backupVaults/%s"
            .formatted(UUID.fromString(subscription), group, vault);
    return store.add(vaultId, name);
  }

  public void removeInstance(AzureInstance instance) {
    store.remove(instance);
  }

  /** Starts an operation as a human in the portal would. */
  public void plantSync(AzureInstance instance) {
    store.plant(instance);
  }

  /**
   * Moves the instance's operation to this percentage; by hand alone from then on. 100 ends it by
   * the script.
   */
  public void advance(AzureInstance instance, int percent) {
    store.advance(instance, percent);
  }

  public void finish(AzureInstance instance) {
    advance(instance, 100);
  }

  /** Ends the instance's operation like this, whatever the script says. */
  public void end(AzureInstance instance, AzureScript.End how) {
    store.end(instance, how);
  }

  public void fail(AzureInstance instance, AzureProblem problem) {
    end(instance, AzureScript.End.failed(problem));
  }

  /** The most operations that ever ran at once, of whatever instances. */
  public int maxConcurrentOperations() {
    return store.maxConcurrentOperations();
  }

  /** Every start that was accepted. */
  public Journal journal() {
    return store.journal();
  }

  /**
   * Reads of operations, by either URL and at either host, those with a broken signature included.
   */
  public int polls() {
    return operations.polls();
  }

  /** Where a sync of the instance is asked for. */
  public URI syncUrl(AzureInstance instance) {
    return url().resolve(instance.id() + "/sync?api-version=2024-04-01");
  }

  @Override
  Reply answer(Call call) {
    if (managedIdentity.serves(call)) {
      return managedIdentity.answer(call);
    }
    return authority.serves(call) ? authority.answer(call, url()) : routes.answer(call);
  }
}
