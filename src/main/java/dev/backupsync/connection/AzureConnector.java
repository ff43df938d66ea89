package dev.backupsync.connection;

import dev.backupsync.api.v1alpha1.AzureCloud;
import dev.backupsync.api.v1alpha1.AzureConnection;
import dev.backupsync.api.v1alpha1.AzureConnectionSpec;
import dev.backupsync.api.v1alpha1.AzureCredential;
import dev.backupsync.api.v1alpha1.ConnectionOptions;
import dev.backupsync.api.v1alpha1.Patterns;
import dev.backupsync.azure.AzureIdentity;
import dev.backupsync.azure.AzureLink;
import dev.backupsync.azure.AzureSettings;
import dev.backupsync.azure.CloudEndpoints;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads an {@link AzureConnection}. */
public final class AzureConnector implements Connector<AzureConnection> {
  private static final int CONCURRENT_SYNCS = 8;
  private static final String WITH_CUSTOM = "must be set if spec.cloud is Custom, and only then";
  private static final String WITH_SECRET =
      "must be set for ClientSecret and ClientCertificate, and only then";

  private final Map<String, String> environment;

  /**
   * Reads what a connection leaves out from the environment.
   *
   * @param environment what the workload identity webhook put into the pod
   */
  public AzureConnector(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public int defaultConcurrency() {
    return CONCURRENT_SYNCS;
  }

  @Override
  public Plan plan(AzureConnection connection, Materials materials) {
    var parts = new Parts(materials);
    @Nullable AzureConnectionSpec spec = connection.getSpec();
    if (spec == null) {
      parts.errors().reject("spec", "is required");
      return parts.lack().orElseThrow();
    }
    var cloud = cloud(spec, parts);
    var identity = identity(spec, parts);
    var apiVersion =
        Objects.requireNonNullElse(spec.apiVersion(), AzureSettings.DEFAULT_API_VERSION);
    parts.errors().text("spec.apiVersion", apiVersion, Patterns.API_VERSION, "a date");
    var options = Objects.requireNonNullElse(spec.options(), ConnectionOptions.NONE);
    var tls = parts.tls(options.tls());
    var timeout = Requests.timeout(options, parts.errors());
    var trusted = Objects.requireNonNullElse(spec.trustedHosts(), List.<String>of());
    return parts
        .lack()
        .orElseGet(
            () -> {
              var settings =
                  new AzureSettings(
                      cloud.orElseThrow(),
                      identity.orElseThrow(),
                      apiVersion,
                      trusted,
                      tls,
                      timeout);
              var url = settings.cloud().endpoint().toString();
              return new Plan.Usable(settings, url, traffic -> new AzureLink(settings, traffic));
            });
  }

  private static Optional<CloudEndpoints> cloud(AzureConnectionSpec spec, Parts parts) {
    var cloud = Objects.requireNonNullElse(spec.cloud(), AzureCloud.PUBLIC);
    if (cloud == AzureCloud.CUSTOM) {
      return customCloud(spec, parts);
    }
    var errors = parts.errors();
    errors.require(spec.endpoint() == null, "spec.endpoint", WITH_CUSTOM);
    errors.require(spec.authorityHost() == null, "spec.authorityHost", WITH_CUSTOM);
    errors.require(spec.scope() == null, "spec.scope", "must be set only if spec.cloud is Custom");
    return CloudEndpoints.of(cloud);
  }

  private static Optional<CloudEndpoints> customCloud(AzureConnectionSpec spec, Parts parts) {
    var endpoint = Requests.url("spec.endpoint", spec.endpoint(), parts.errors());
    var authority = Requests.url("spec.authorityHost", spec.authorityHost(), parts.errors());
    Optional<URI> both = endpoint.filter(_ -> authority.isPresent());
    return both.map(
        uri ->
            CloudEndpoints.custom(uri, authority.orElseThrow(), Optional.ofNullable(spec.scope())));
  }

  private Optional<AzureIdentity> identity(AzureConnectionSpec spec, Parts parts) {
    var credential = spec.credential();
    var type = credential == null ? null : credential.type();
    if (credential == null || type == null) {
      parts.errors().reject("spec.credential.type", "is required");
      return Optional.empty();
    }
    return Optional.of(identity(type, credential, spec, parts));
  }

  private AzureIdentity identity(
      AzureCredential.Type type,
      AzureCredential credential,
      AzureConnectionSpec spec,
      Parts parts) {
    var errors = parts.errors();
    var needsSecret =
        switch (type) {
          case CLIENT_SECRET, CLIENT_CERTIFICATE -> true;
          case WORKLOAD_IDENTITY, MANAGED_IDENTITY -> false;
        };
    errors.require(
        needsSecret == (credential.secretRef() != null), "spec.credential.secretRef", WITH_SECRET);
    return switch (type) {
      case WORKLOAD_IDENTITY ->
          AzureIdentity.WorkloadIdentity.of(
              Optional.ofNullable(spec.tenantId()),
              Optional.ofNullable(spec.clientId()),
              environment);
      case MANAGED_IDENTITY ->
          new AzureIdentity.ManagedIdentity(Optional.ofNullable(spec.clientId()));
      case CLIENT_SECRET ->
          new AzureIdentity.ClientSecret(
              uuid("spec.tenantId", spec.tenantId(), parts),
              uuid("spec.clientId", spec.clientId(), parts),
              parts.secret("spec.credential.secretRef", credential.secretRef(), "clientSecret"));
      case CLIENT_CERTIFICATE ->
          new AzureIdentity.ClientCertificate(
              uuid("spec.tenantId", spec.tenantId(), parts),
              uuid("spec.clientId", spec.clientId(), parts),
              parts.secret("spec.credential.secretRef", credential.secretRef(), "certificate"));
    };
  }

  private static String uuid(String path, @Nullable String value, Parts parts) {
    return parts.errors().text(path, value, Patterns.UUID, "a UUID");
  }
}
