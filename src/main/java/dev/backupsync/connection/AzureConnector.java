package dev.backupsync.connection;

import dev.backupsync.api.v1alpha1.AzureCloud;
import dev.backupsync.api.v1alpha1.AzureConnection;
import dev.backupsync.api.v1alpha1.AzureConnectionSpec;
import dev.backupsync.api.v1alpha1.AzureCredential;
import dev.backupsync.api.v1alpha1.ConnectionOptions;
import dev.backupsync.api.v1alpha1.Defaults;
import dev.backupsync.api.v1alpha1.Patterns;
import dev.backupsync.api.v1alpha1.ServiceAccountRef;
import dev.backupsync.azure.AzureIdentity;
import dev.backupsync.azure.AzureLink;
import dev.backupsync.azure.AzureSettings;
import dev.backupsync.azure.CloudEndpoints;
import dev.backupsync.http.TrafficListener;
import dev.backupsync.operation.VendorConnection;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads an {@link AzureConnection}. */
public final class AzureConnector implements Connector<AzureConnection> {
  private static final String WITH_CUSTOM = "must be set if spec.cloud is Custom, and only then";
  private static final String WITH_SECRET =
      "must be set for ClientSecret and ClientCertificate, and only then";

  private static final String WITH_WORKLOAD_IDENTITY = "must be set for WorkloadIdentity only";

  private final Map<String, String> environment;
  private final ServiceAccountTokens tokens;
  private final AmbientCredentials ambient;
  private final Egress egress;

  /**
   * Reads connections for one operator.
   *
   * @param environment what the workload identity webhook put into the pod: the operator's own
   *     identity, which {@code ambient} lends
   * @param tokens of the tenants' ServiceAccounts
   */
  public AzureConnector(
      Map<String, String> environment,
      ServiceAccountTokens tokens,
      AmbientCredentials ambient,
      Egress egress) {
    this.environment = Map.copyOf(environment);
    this.tokens = tokens;
    this.ambient = ambient;
    this.egress = egress;
  }

  @Override
  public int defaultConcurrency() {
    return Defaults.AZURE_CONCURRENT_SYNCS;
  }

  @Override
  public Plan plan(AzureConnection connection, Materials materials) {
    var parts = new Parts(connection, materials, egress);
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
    trusted.forEach(host -> parts.host("spec.trustedHosts", host));
    if (identity.filter(AzureIdentity::isOperatorsOwn).isPresent()) {
      cloud
          .flatMap(given -> ambient.refusal(parts.namespace(), given, trusted))
          .ifPresent(parts::deny);
    }
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
              return new Plan.Usable(settings, url, traffic -> open(settings, traffic));
            });
  }

  private VendorConnection open(AzureSettings settings, TrafficListener traffic) {
    return new AzureLink(settings, egress.proxies(), traffic);
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
    var named = CloudEndpoints.of(cloud);
    named.ifPresent(
        given -> {
          parts.host("spec.cloud", given.endpoint().getHost());
          parts.host("spec.cloud", given.authorityHost().getHost());
        });
    return named;
  }

  private static Optional<CloudEndpoints> customCloud(AzureConnectionSpec spec, Parts parts) {
    var endpoint = Requests.url("spec.endpoint", spec.endpoint(), parts);
    var authority = Requests.url("spec.authorityHost", spec.authorityHost(), parts);
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
    errors.require(
        credential.serviceAccountRef() == null || type == AzureCredential.Type.WORKLOAD_IDENTITY,
        "spec.credential.serviceAccountRef",
        WITH_WORKLOAD_IDENTITY);
    return switch (type) {
      case WORKLOAD_IDENTITY -> workloadIdentity(credential.serviceAccountRef(), spec, parts);
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

  private AzureIdentity workloadIdentity(
      @Nullable ServiceAccountRef account, AzureConnectionSpec spec, Parts parts) {
    if (account == null) {
      return AzureIdentity.WorkloadIdentity.of(
          Optional.ofNullable(spec.tenantId()), Optional.ofNullable(spec.clientId()), environment);
    }
    var name = parts.name("spec.credential.serviceAccountRef", account);
    return new AzureIdentity.FederatedAccount(
        uuid("spec.tenantId", spec.tenantId(), parts),
        uuid("spec.clientId", spec.clientId(), parts),
        new AccountToken(tokens, parts.namespace(), name));
  }

  private static String uuid(String path, @Nullable String value, Parts parts) {
    return parts.errors().text(path, value, Patterns.UUID, "a UUID");
  }
}
