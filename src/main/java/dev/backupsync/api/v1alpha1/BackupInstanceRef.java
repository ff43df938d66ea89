package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;

/** An Azure Backup instance with the type of sync that is asked of it, as pinned in a run. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BackupInstanceRef(
    @Required String subscriptionId,
    @Required String resourceGroup,
    @Required String vaultName,
    @Required String backupInstanceName,
    @Required SyncType syncType) {

  int size() {
    return Excerpt.size(subscriptionId)
        + Excerpt.size(resourceGroup)
        + Excerpt.size(vaultName)
        + Excerpt.size(backupInstanceName);
  }

  @Override
  public String toString() {
    return vaultName + "/" + backupInstanceName;
  }
}
