package dev.backupsync.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** A backup instance and what the vault remembers of it; tests hold it to look and to meddle. */
public final class AzureInstance {
  private record State(String current, String status, Optional<AzureProblem> problem) {
    static final State CONFIGURED =
        new State("ProtectionConfigured", "ProtectionConfigured", Optional.empty());
  }

  private final String vault;
  private final String vaultKey;
  private final String name;
  private State state = broken();
  private Optional<State> before = Optional.empty();
  private int readsToLag;
  private int acceptedSyncs;
  private int refusedSyncs;
  private int mostAtOnce;

  /**
   * @param vault the vault's resource id
   */
  AzureInstance(String vault, String name) {
    this.vault = vault;
    this.vaultKey = AzureStore.key(vault);
    this.name = name;
  }

  /** The resource id, which is also the path at Resource Manager. */
  public String id() {
    return vault + "/backupInstances/" + name;
  }

  /** Shows these as currentProtectionState and protectionStatus.status, without error details. */
  public synchronized AzureInstance state(String current, String status) {
    state = new State(current, status, Optional.empty());
    before = Optional.empty();
    return this;
  }

  /** Shows ProtectionError with these details. */
  public synchronized AzureInstance broken(AzureProblem problem) {
    state = new State("ProtectionError", "ProtectionError", Optional.of(problem));
    before = Optional.empty();
    return this;
  }

  public AzureInstance healthy() {
    return state(State.CONFIGURED.current(), State.CONFIGURED.status());
  }

  /** The truth, whatever lagging answers still say. */
  public synchronized boolean isProtected() {
    return state.equals(State.CONFIGURED);
  }

  /** Syncs that started an operation by the API, or were done at once. */
  public synchronized int acceptedSyncs() {
    return acceptedSyncs;
  }

  /** Syncs that met another one in the same vault, whatever was answered. */
  public synchronized int conflictingSyncs() {
    return refusedSyncs;
  }

  /** The most operations of this instance that ever ran at once. */
  public synchronized int maxConcurrentOperations() {
    return mostAtOnce;
  }

  String vault() {
    return vault;
  }

  /** Equal where the vendor takes two vaults for the same. */
  String vaultKey() {
    return vaultKey;
  }

  synchronized void accepted(int nowRunning) {
    acceptedSyncs++;
    mostAtOnce = Math.max(mostAtOnce, nowRunning);
  }

  synchronized void conflicted() {
    refusedSyncs++;
  }

  synchronized void converge(int lag) {
    before = Optional.of(state);
    readsToLag = lag;
    state = State.CONFIGURED;
  }

  ObjectNode show() {
    var shown = shown();
    var json = JsonNodeFactory.instance.objectNode().put("id", id()).put("name", name);
    var properties =
        json.put("type", "Microsoft.DataProtection/backupVaults/backupInstances")
            .putObject("properties");
    properties
        .put("friendlyName", name)
        .put("objectType", "BackupInstance")
        .put("provisioningState", "Succeeded");
    properties.putObject("policyInfo").put("policyId", vault + "/backupPolicies/daily");
    properties.put("currentProtectionState", shown.current());
    var status = properties.putObject("protectionStatus").put("status", shown.status());
    shown.problem().ifPresent(problem -> status.set("errorDetails", problem.userFacing()));
    shown
        .problem()
        .ifPresent(problem -> properties.set("protectionErrorDetails", problem.userFacing()));
    return json;
  }

  private synchronized State shown() {
    if (readsToLag > 0 && before.isPresent()) {
      readsToLag--;
      return before.get();
    }
    return state;
  }

  private static State broken() {
    var problem =
        AzureProblem.of(
            "UserErrorMissingRequiredPermissions", "Permissions are missing on the datasource.");
    return new State("ProtectionError", "ProtectionError", Optional.of(problem));
  }
}
