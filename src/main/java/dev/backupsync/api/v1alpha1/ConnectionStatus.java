package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdNodeBasedDeserializer;
import io.fabric8.generator.annotation.Default;
import io.fabric8.kubernetes.api.model.Condition;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the last probe of a connection found. */
@JsonClassDescription("What the last probe of the connection found. Written by the operator only.")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonDeserialize(using = ConnectionStatus.Reader.class)
@RecordBuilder
@RecordBuilder.Options(useImmutableCollections = false, addFunctionalMethodsToWith = false)
public record ConnectionStatus(
    @JsonPropertyDescription(
            "Generation of the spec that this status speaks of; -1 until the operator has looked at"
                + " the object for the first time.")
        @Default("-1")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "Where requests go: the URL of the server, or the endpoint of the cloud.")
        @Nullable String url,
    @JsonPropertyDescription(
            "The version of the API that is spoken: that of spec, or what was chosen where spec"
                + " names none.")
        @Nullable String apiVersion,
    @JsonPropertyDescription(
            "Veeam: the version of the product. Left out for Azure and where the server does not"
                + " tell.")
        @Nullable String serverVersion,
    @JsonPropertyDescription(
            "Veeam: the id of the installation. Left out for Azure and where the server does not"
                + " tell.")
        @Nullable String installationId,
    @JsonPropertyDescription(
            "What is wrong, in one line of at most 1,024 bytes. Left out when nothing is.")
        @Nullable String error,
    @JsonPropertyDescription(
            "The error in full, with what to do about it. Left out when nothing is wrong.")
        @Nullable SyncError lastError,
    @JsonPropertyDescription("When the connection was last tried by a log-in.")
        @Nullable Instant lastProbeTime,
    @JsonPropertyDescription(
            "Resource version of the Secret that was tried last: what was refused is not sent again"
                + " after a restart, until the Secret has changed or probeInterval has passed.")
        @Nullable String observedSecretVersion,
    @JsonPropertyDescription(
            "Ready always: True where the last log-in worked. Stalled when somebody must do"
                + " something; absent else, never False.")
        @Nullable List<Condition> conditions)
    implements ConnectionStatusBuilder.With {

  /** The status of a connection that was never probed. */
  public static final ConnectionStatus NEW =
      ConnectionStatusBuilder.builder().observedGeneration(-1L).build();

  public List<Condition> knownConditions() {
    return conditions == null ? List.of() : conditions;
  }

  /** Users can edit a status, so fields that cannot be read are left out. */
  static final class Reader extends StdNodeBasedDeserializer<ConnectionStatus> {
    private static final long serialVersionUID = 1L;

    Reader() {
      super(ConnectionStatus.class);
    }

    @Override
    public ConnectionStatus convert(JsonNode status, DeserializationContext ctxt) {
      var parts = new StatusParts(status);
      return new ConnectionStatus(
          parts.value("observedGeneration", Long.class),
          parts.value("url", String.class),
          parts.value("apiVersion", String.class),
          parts.value("serverVersion", String.class),
          parts.value("installationId", String.class),
          parts.value("error", String.class),
          parts.value("lastError", SyncError.class),
          parts.value("lastProbeTime", Instant.class),
          parts.value("observedSecretVersion", String.class),
          parts.list("conditions", Condition.class));
    }
  }
}
