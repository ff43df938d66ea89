package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/**
 * An Azure Backup instance and the type of sync, as pinned in a run.
 *
 * @param syncType the word that is sent to Azure; a newer release may know more than {@link
 *     SyncType}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BackupInstanceRef(
    @JsonPropertyDescription(
            "Id of the subscription that the vault is in, as spec named it when the run began.")
        @Required
        String subscriptionId,
    @JsonPropertyDescription(
            "Name of the resource group that the vault is in, as spec named it when the run began.")
        @Required
        String resourceGroup,
    @JsonPropertyDescription("Name of the backup vault, as spec named it when the run began.")
        @Required
        String vaultName,
    @JsonPropertyDescription("Name of the backup instance, as spec named it when the run began.")
        @Required
        String backupInstanceName,
    @JsonPropertyDescription("The type of sync that Azure was asked for: Default or ForceResync.")
        @Required
        String syncType) {

  /** Status has room for it beside the names. */
  private static final int LONGEST_TYPE = SyncType.FORCE_RESYNC.word().length();

  public BackupInstanceRef(
      String subscriptionId,
      String resourceGroup,
      String vaultName,
      String backupInstanceName,
      SyncType syncType) {
    this(subscriptionId, resourceGroup, vaultName, backupInstanceName, syncType.word());
  }

  /** Whether this type of sync is requested. */
  public boolean asksFor(SyncType type) {
    return type.word().equals(syncType);
  }

  /** In one case of letters, because ARM's names and ids mean the same in any case. */
  BackupInstanceRef folded() {
    return new BackupInstanceRef(
        fold(subscriptionId),
        fold(resourceGroup),
        fold(vaultName),
        fold(backupInstanceName),
        syncType);
  }

  /** A status that a user edited may lack required names. */
  private static String fold(@Nullable String name) {
    return name == null ? "" : AnyCase.fold(name);
  }

  int size() {
    return Truncation.size(subscriptionId)
        + Truncation.size(resourceGroup)
        + Truncation.size(vaultName)
        + Truncation.size(backupInstanceName)
        + Math.max(0, Truncation.size(syncType) - LONGEST_TYPE);
  }

  @Override
  public String toString() {
    return vaultName + "/" + backupInstanceName;
  }
}
