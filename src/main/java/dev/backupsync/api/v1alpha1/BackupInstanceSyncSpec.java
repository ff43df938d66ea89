package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdNodeBasedDeserializer;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which Azure Backup instance is synced, and how. */
@JsonClassDescription(
    "Which Azure Backup instance is synced, through which connection, and when. Everything but the"
        + " names of the instance and of the connection may be left out.")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonDeserialize(using = BackupInstanceSyncSpec.Reader.class)
public record BackupInstanceSyncSpec(
    @JsonPropertyDescription(
            "Required. The AzureConnection to go through. Another connection is another target, and"
                + " starts a run.")
        @Required
        @Nullable ConnectionRef connectionRef,
    @JsonPropertyDescription(
            "Required. Id of the subscription that the vault is in, a UUID; upper and lower case"
                + " mean the same.")
        @Required
        @Pattern(Patterns.UUID)
        @Nullable String subscriptionId,
    @JsonPropertyDescription(
            "Required. Name of the resource group that the vault is in; upper and lower case mean"
                + " the same.")
        @Required
        @Size(min = 1, max = 90)
        @Pattern(Patterns.RESOURCE_GROUP)
        @Nullable String resourceGroup,
    @JsonPropertyDescription(
            "Required. Name of the backup vault. Syncs of one vault run one at a time; the others"
                + " wait as TargetBusy.")
        @Required
        @Size(min = 2, max = 50)
        @Pattern(Patterns.VAULT_NAME)
        @Nullable String vaultName,
    @JsonPropertyDescription(
            "Required. Name of the backup instance in the vault, as its ARM id ends. Another one is"
                + " another target, and starts a run.")
        @Required
        @Size(min = 1, max = 260)
        @Pattern(Patterns.SEGMENT)
        @Nullable String backupInstanceName,
    @JsonPropertyDescription(
            "Default syncs only where the last operation failed, ForceResync syncs in any case. A"
                + " change starts a run. Default: Default.")
        @Nullable SyncType syncType,
    @JsonUnwrapped @Nullable RunOptions options,
    @JsonIgnore UnreadFields unread)
    implements SyncSpec {

  public BackupInstanceSyncSpec(
      @Nullable ConnectionRef connectionRef,
      @Nullable String subscriptionId,
      @Nullable String resourceGroup,
      @Nullable String vaultName,
      @Nullable String backupInstanceName,
      @Nullable SyncType syncType,
      @Nullable RunOptions options) {
    this(
        connectionRef,
        subscriptionId,
        resourceGroup,
        vaultName,
        backupInstanceName,
        syncType,
        options,
        UnreadFields.NONE);
  }

  @JsonAnyGetter
  Map<String, JsonNode> unreadFields() {
    return unread.raw();
  }

  /**
   * Reads each field that can be read; fabric8's mapper does not support unwrapped parts of a
   * record.
   */
  static final class Reader extends StdNodeBasedDeserializer<BackupInstanceSyncSpec> {
    private static final long serialVersionUID = 1L;

    Reader() {
      super(BackupInstanceSyncSpec.class);
    }

    @Override
    public BackupInstanceSyncSpec convert(JsonNode spec, DeserializationContext ctxt) {
      var parts = new SpecParts(spec);
      return new BackupInstanceSyncSpec(
          parts.value("connectionRef", ConnectionRef.class),
          parts.value("subscriptionId", String.class),
          parts.value("resourceGroup", String.class),
          parts.value("vaultName", String.class),
          parts.value("backupInstanceName", String.class),
          parts.value("syncType", SyncType.class),
          RunOptions.read(parts),
          parts.unread());
    }
  }
}
