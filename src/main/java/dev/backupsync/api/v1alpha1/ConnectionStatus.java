package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.kubernetes.api.model.Condition;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the last probe of a connection found. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@RecordBuilder
@RecordBuilder.Options(useImmutableCollections = false, addFunctionalMethodsToWith = false)
public record ConnectionStatus(
    @JsonPropertyDescription(
            "Generation of the spec that this status speaks of; -1 until first seen.")
        @Default("-1")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("Where requests go.") @Nullable String url,
    @JsonPropertyDescription("The API version in use.") @Nullable String apiVersion,
    @JsonPropertyDescription("Veeam: the product version.") @Nullable String serverVersion,
    @JsonPropertyDescription("Veeam: the id of the installation.") @Nullable String installationId,
    @JsonPropertyDescription("What is wrong, in one line; left out when nothing is.")
        @Nullable String error,
    @JsonPropertyDescription("The error in full.") @Nullable SyncError lastError,
    @Nullable Instant lastProbeTime,
    @Nullable List<Condition> conditions)
    implements ConnectionStatusBuilder.With {

  /** Of a connection that was never probed. */
  public static final ConnectionStatus NEW =
      ConnectionStatusBuilder.builder().observedGeneration(-1L).build();

  public List<Condition> knownConditions() {
    return conditions == null ? List.of() : conditions;
  }
}
