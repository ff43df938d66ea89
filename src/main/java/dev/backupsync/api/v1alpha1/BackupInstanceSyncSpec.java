package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
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
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonDeserialize(using = BackupInstanceSyncSpec.Reader.class)
public record BackupInstanceSyncSpec(
    @JsonPropertyDescription("The AzureConnection to go through.") @Required
        @Nullable ConnectionRef connectionRef,
    @JsonPropertyDescription("Id of the subscription, a UUID.") @Required @Pattern(Patterns.UUID)
        @Nullable String subscriptionId,
    @JsonPropertyDescription("Resource group of the vault.")
        @Required
        @Size(min = 1, max = 90)
        @Pattern(Patterns.RESOURCE_GROUP)
        @Nullable String resourceGroup,
    @JsonPropertyDescription("Name of the backup vault.")
        @Required
        @Size(min = 2, max = 50)
        @Pattern(Patterns.VAULT_NAME)
        @Nullable String vaultName,
    @JsonPropertyDescription("Name of the backup instance in the vault.")
        @Required
        @Size(min = 1, max = 260)
        @Pattern(Patterns.SEGMENT)
        @Nullable String backupInstanceName,
    @JsonPropertyDescription(
            "Default syncs only after a failure, ForceResync in all cases; Default if left out.")
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

  /** Reads what can be read; fabric8's mapper cannot read the unwrapped part of a record. */
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
