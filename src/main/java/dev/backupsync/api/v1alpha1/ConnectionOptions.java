package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import org.jspecify.annotations.Nullable;

/** The optional settings that every kind of connection has. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConnectionOptions(
    @JsonPropertyDescription(
            "Which certificate authorities are trusted, and which name the server must prove."
                + " Default: the public authorities of the JVM, and the host of the URL.")
        @Nullable TlsOptions tls,
    @JsonPropertyDescription(
            "How long one request may take, reading of the answer included. From "
                + DurationBounds.SHORTEST
                + " to "
                + DurationBounds.REQUEST_TIMEOUT
                + ". Default: "
                + Defaults.REQUEST_TIMEOUT
                + ".")
        @Pattern(Patterns.DURATION)
        @Nullable String requestTimeout,
    @JsonPropertyDescription(
            "How many syncs may run at the same time through this connection; the others wait as"
                + " Queued with reason ConnectionBusy, oldest first. It holds within one operator."
                + " Default: "
                + Defaults.VEEAM_CONCURRENT_SYNCS
                + " for Veeam, "
                + Defaults.AZURE_CONCURRENT_SYNCS
                + " for Azure.")
        @Min(1)
        @Max(1000)
        @Nullable Integer maxConcurrentSyncs,
    @JsonPropertyDescription(
            "How often the connection is tried by a log-in, and how long credentials that were"
                + " refused are not tried again unless they change. From "
                + DurationBounds.SHORTEST
                + " to "
                + DurationBounds.PROBE_INTERVAL
                + ". Default: "
                + Defaults.PROBE_INTERVAL
                + ".")
        @Pattern(Patterns.DURATION)
        @Nullable String probeInterval,
    @JsonPropertyDescription(
            "The namespaces whose syncs may use this connection, beside its own. Default: from"
                + " Same, so only those of its own namespace.")
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
