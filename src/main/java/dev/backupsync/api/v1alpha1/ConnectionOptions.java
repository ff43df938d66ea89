package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import org.jspecify.annotations.Nullable;

/** What every kind of connection lets its users choose, all of it optional. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConnectionOptions(
    @JsonPropertyDescription("Whom to trust, and how the server's name is verified.")
        @Nullable TlsOptions tls,
    @JsonPropertyDescription("Limit of one request; 30s if left out.") @Pattern(Patterns.DURATION)
        @Nullable String requestTimeout,
    @JsonPropertyDescription(
            "Runs at the same time through this connection; 4 (Veeam) or 8 (Azure) if left out.")
        @Min(1)
        @Max(1000)
        @Nullable Integer maxConcurrentSyncs,
    @JsonPropertyDescription("How often the connection is tried; 5m if left out.")
        @Pattern(Patterns.DURATION)
        @Nullable String probeInterval,
    @JsonPropertyDescription("Namespaces whose syncs may use this connection; Same if left out.")
        @Nullable AllowedNamespaces allowedNamespaces) {

  public static final ConnectionOptions NONE = new ConnectionOptions(null, null, null, null, null);

  static ConnectionOptions read(SpecParts parts) {
    return new ConnectionOptions(
        parts.value("tls", TlsOptions.class),
        parts.value("requestTimeout", String.class),
        parts.value("maxConcurrentSyncs", Integer.class),
        parts.value("probeInterval", String.class),
        parts.value("allowedNamespaces", AllowedNamespaces.class));
  }
}
