package dev.backupsync.connection;

import dev.backupsync.api.v1alpha1.AzureCloud;
import dev.backupsync.api.v1alpha1.AzureConnection;
import dev.backupsync.api.v1alpha1.AzureConnectionSpec;
import dev.backupsync.api.v1alpha1.AzureCredential;
import dev.backupsync.api.v1alpha1.ConnectionOptions;
import dev.backupsync.api.v1alpha1.Defaults;
import dev.backupsync.api.v1alpha1.Patterns;
import dev.backupsync.api.v1alpha1.ServiceAccountRef;
import dev.backupsync.azure.AzureClient;
import dev.backupsync.azure.AzureSettings;
import dev.backupsync.azure.auth.AzureIdentity;
import dev.backupsync.azure.rest.CloudEndpoints;
import dev.backupsync.http.TrafficListener;
import dev.backupsync.vendor.VendorClient;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads an {@link AzureConnection}. */
public final class AzureConnectionReader implements ConnectionReader<AzureConnection> {
  private static final String WITH_CUSTOM = "must be set if spec.cloud is Custom, and only then";
  private static final String WITH_SECRET =
      "must be set for ClientSecret and ClientCertificate, and only then";

  private static final String WITH_WORKLOAD_IDENTITY = "must be set for WorkloadIdentity only";

  private final Map<String, String> environment;
  private final ServiceAccountTokenSource tokens;
  private final AmbientCredentials ambient;
  private final Egress egress;

  /**
   * Reads connections for one operator.
   *
   * @param environment what the workload identity webhook put into the pod: the operator's own
   *     identity, whose use {@code ambient} limits
   * @param tokens of the tenants' ServiceAccounts
   */
  public AzureConnectionReader(
      Map<String, String> environment,
      ServiceAccountTokenSource tokens,
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
  public ClientConfig read(AzureConnection connection, SecretSource secrets) {
    var reader = new ConnectionSpecReader(connection, secrets, egress);
    @Nullable AzureConnectionSpec spec = connection.getSpec();
    if (spec == null) {
      reader.errors().reject("spec", "is required");
      return reader.problem().orElseThrow();
    }
    var cloud = cloud(spec, reader);
    var identity = identity(spec, reader);
    var apiVersion =
        Objects.requireNonNullElse(spec.apiVersion(), AzureSettings.DEFAULT_API_VERSION);
    reader.errors().text("spec.apiVersion", apiVersion, Patterns.API_VERSION, "a date");
    var options = Objects.requireNonNullElse(spec.options(), ConnectionOptions.NONE);
    var tls = reader.tls(options.tls());
    var timeout = RequestSettings.timeout(options, reader.errors());
    var trusted = Objects.requireNonNullElse(spec.trustedHosts(), List.<String>of());
    trusted.forEach(host -> reader.host("spec.trustedHosts", host));
    if (identity.filter(AzureIdentity::isOperatorsOwn).isPresent()) {
      cloud
          .flatMap(given -> ambient.refusal(reader.namespace(), given, trusted))
          .ifPresent(reader::deny);
    }
    return reader
        .problem()
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
              return new ClientConfig.Usable(settings, url, traffic -> open(settings, traffic));
            });
  }

  private VendorClient open(AzureSettings settings, TrafficListener traffic) {
    return new AzureClient(settings, egress.proxies(), traffic);
  }

  private static Optional<CloudEndpoints> cloud(
      AzureConnectionSpec spec, ConnectionSpecReader reader) {
    var cloud = Objects.requireNonNullElse(spec.cloud(), AzureCloud.PUBLIC);
    if (cloud == AzureCloud.CUSTOM) {
      return customCloud(spec, reader);
    }
    var errors = reader.errors();
    errors.require(spec.endpoint() == null, "spec.endpoint", WITH_CUSTOM);
    errors.require(spec.authorityHost() == null, "spec.authorityHost", WITH_CUSTOM);
    errors.require(spec.scope() == null, "spec.scope", "must be set only if spec.cloud is Custom");
    var named = CloudEndpoints.of(cloud);
    named.ifPresent(
        given -> {
          reader.host("spec.cloud", given.endpoint().getHost());
          reader.host("spec.cloud", given.authorityHost().getHost());
        });
    return named;
  }

  private static Optional<CloudEndpoints> customCloud(
      AzureConnectionSpec spec, ConnectionSpecReader reader) {
    var endpoint = RequestSettings.url("spec.endpoint", spec.endpoint(), reader);
    var authority = RequestSettings.url("spec.authorityHost", spec.authorityHost(), reader);
    Optional<URI> both = endpoint.filter(_ -> authority.isPresent());
    return both.map(
        uri ->
            CloudEndpoints.custom(uri, authority.orElseThrow(), Optional.ofNullable(spec.scope())));
  }

  private Optional<AzureIdentity> identity(AzureConnectionSpec spec, ConnectionSpecReader reader) {
    var credential = spec.credential();
    var type = credential == null ? null : credential.type();
    if (credential == null || type == null) {
      reader.errors().reject("spec.credential.type", "is required");
      return Optional.empty();
    }
    return Optional.of(identity(type, credential, spec, reader));
  }

  private AzureIdentity identity(
      AzureCredential.Type type,
      AzureCredential credential,
      AzureConnectionSpec spec,
      ConnectionSpecReader reader) {
    var errors = reader.errors();
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
      case WORKLOAD_IDENTITY -> workloadIdentity(credential.serviceAccountRef(), spec, reader);
      case MANAGED_IDENTITY ->
          new AzureIdentity.ManagedIdentity(Optional.ofNullable(spec.clientId()));
      case CLIENT_SECRET ->
          new AzureIdentity.ClientSecret(
              uuid("spec.tenantId", spec.tenantId(), reader),
              uuid("spec.clientId", spec.clientId(), reader),
              reader.secret("spec.credential.secretRef", credential.secretRef(), "clientSecret"));
      case CLIENT_CERTIFICATE ->
          new AzureIdentity.ClientCertificate(
              uuid("spec.tenantId", spec.tenantId(), reader),
              uuid("spec.clientId", spec.clientId(), reader),
              reader.secret("spec.credential.secretRef", credential.secretRef(), "certificate"));
    };
  }

  private AzureIdentity workloadIdentity(
      @Nullable ServiceAccountRef account, AzureConnectionSpec spec, ConnectionSpecReader reader) {
    if (account == null) {
      return AzureIdentity.WorkloadIdentity.of(
          Optional.ofNullable(spec.tenantId()), Optional.ofNullable(spec.clientId()), environment);
    }
    var name = reader.name("spec.credential.serviceAccountRef", account);
    return new AzureIdentity.FederatedAccount(
        uuid("spec.tenantId", spec.tenantId(), reader),
        uuid("spec.clientId", spec.clientId(), reader),
        new ServiceAccountAssertion(tokens, reader.namespace(), name));
  }

  private static String uuid(String path, @Nullable String value, ConnectionSpecReader reader) {
    return reader.errors().text(path, value, Patterns.UUID, "a UUID");
  }
}
