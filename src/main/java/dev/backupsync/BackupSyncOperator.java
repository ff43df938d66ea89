package dev.backupsync;

import dev.backupsync.api.v1alpha1.AzureConnection;
import dev.backupsync.api.v1alpha1.BackupInstanceSync;
import dev.backupsync.api.v1alpha1.RepositorySync;
import dev.backupsync.api.v1alpha1.VeeamConnection;
import dev.backupsync.connection.AzureConnector;
import dev.backupsync.connection.Connections;
import dev.backupsync.connection.Egress;
import dev.backupsync.connection.TokenRequests;
import dev.backupsync.connection.VeeamConnector;
import dev.backupsync.connection.WatchedMaterials;
import dev.backupsync.controller.AzureConnectionReconciler;
import dev.backupsync.controller.BackupInstanceSyncReconciler;
import dev.backupsync.controller.Namespaces;
import dev.backupsync.controller.RepositorySyncReconciler;
import dev.backupsync.controller.SyncChange;
import dev.backupsync.controller.SyncEnvironment;
import dev.backupsync.controller.VeeamConnectionReconciler;
import dev.backupsync.http.Proxies;
import dev.backupsync.ops.ConnectionMetrics;
import dev.backupsync.ops.HealthServer;
import dev.backupsync.ops.RunMetrics;
import dev.backupsync.ops.TrafficMetrics;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/** The operator, put together: two vendors, four reconcilers, one process. */
public final class BackupSyncOperator implements AutoCloseable {
  /** What is under way when we are told to stop gets this long to save what it has in hand. */
  private static final Duration DRAIN = Duration.ofSeconds(6);

  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

  private final OperatorOptions options;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final KubernetesClient client;
  private final InstantSource clock;
  private final Connections veeam;
  private final Connections azure;
  private final WatchedMaterials veeamMaterials;
  private final WatchedMaterials azureMaterials;
  private final Namespaces namespaces;
  private final Leadership leadership;
  private final Operator operator;
  private final HealthServer health;

  private BackupSyncOperator(
      KubernetesClient client,
      OperatorOptions options,
      Map<String, String> environment,
      InstantSource clock)
      throws IOException {
    this.client = client;
    this.options = options;
    this.clock = clock;
    this.veeam = new Connections(clock, new TrafficMetrics(registry, "veeam"));
    this.azure = new Connections(clock, new TrafficMetrics(registry, "azure"));
    this.veeamMaterials = new WatchedMaterials(client);
    this.azureMaterials = new WatchedMaterials(client);
    this.namespaces = new Namespaces(client);
    this.leadership = Leadership.of(client, options, stopping::get);
    this.operator = operator();
    measure();
    register(environment);
    this.health =
        HealthServer.start(options.httpPort(), this::alive, this::ready, registry::scrape);
  }

  /**
   * Starts the operator; returns once it watches.
   *
   * @param environment the process's, for workload identity and proxies
   * @throws IOException where the HTTP port cannot be had
   */
  public static BackupSyncOperator start(
      KubernetesClient client,
      OperatorOptions options,
      Map<String, String> environment,
      InstantSource clock)
      throws IOException {
    var started = new BackupSyncOperator(client, options, environment, clock);
    started.operator.start();
    return started;
  }

  private Operator operator() {
    return new Operator(
        config -> {
          config
              .withKubernetesClient(client)
              .withCloseClientOnStop(false)
              .withExecutorService(Executors.newVirtualThreadPerTaskExecutor())
              .withReconciliationTerminationTimeout(DRAIN)
              .withUseSSAToPatchPrimaryResource(false)
              .withMetrics(MicrometerMetricsV2.newBuilder(registry).build());
          leadership.configuration().ifPresent(config::withLeaderElectionConfiguration);
        });
  }

  private void register(Map<String, String> environment) {
    var repositoryRuns = new RunMetrics(registry, HasMetadata.getKind(RepositorySync.class));
    var instanceRuns = new RunMetrics(registry, HasMetadata.getKind(BackupInstanceSync.class));
    var egress = new Egress(Proxies.of(environment), options.allowedHosts());
    watch(
        new VeeamConnectionReconciler(
            new VeeamConnector(clock, egress), veeam, veeamMaterials, clock));
    watch(
        new AzureConnectionReconciler(
            azureConnector(environment, egress), azure, azureMaterials, clock));
    watchSyncs(new RepositorySyncReconciler(environment(veeam, repositoryRuns)));
    watchSyncs(new BackupInstanceSyncReconciler(environment(azure, instanceRuns)));
  }

  private AzureConnector azureConnector(Map<String, String> environment, Egress egress) {
    var own = options.podNamespace().or(OwnNamespace::inCluster);
    return new AzureConnector(
        environment, new TokenRequests(client), options.ambientCredentials(own), egress);
  }

  private SyncEnvironment environment(Connections connections, RunMetrics runs) {
    return new SyncEnvironment(
        client, connections, namespaces, options::watches, runs, clock, stopping::get);
  }

  private <P extends HasMetadata> void watch(Reconciler<P> reconciler) {
    operator.register(reconciler, this::configure);
  }

  private <P extends HasMetadata> void watchSyncs(Reconciler<P> reconciler) {
    operator.register(
        reconciler,
        config -> {
          configure(config);
          config.withOnUpdateFilter(new SyncChange()::accept);
          options.watchSelector().ifPresent(config::withLabelSelector);
        });
  }

  /**
   * What throws here is a bug or a Kubernetes conflict; it is tried again for ever, ever slower.
   */
  private <P extends HasMetadata> void configure(ControllerConfigurationOverrider<P> config) {
    config.withRetry(
        new GenericRetry()
            .setInitialInterval(FIRST_RETRY)
            .setMaxInterval(LONGEST_RETRY.toMillis())
            .setMaxAttempts(-1));
    if (!options.watchNamespaces().isEmpty()) {
      config.settingNamespaces(options.watchNamespaces());
    }
  }

  private void measure() {
    ConnectionMetrics.follow(registry, HasMetadata.getKind(VeeamConnection.class), veeam);
    ConnectionMetrics.follow(registry, HasMetadata.getKind(AzureConnection.class), azure);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    gcMetrics.bindTo(registry);
  }

  private final JvmGcMetrics gcMetrics = new JvmGcMetrics();

  private boolean alive() {
    return operator.getRuntimeInfo().isStarted()
        && operator.getRuntimeInfo().allEventSourcesAreHealthy();
  }

  private boolean ready() {
    return alive() && !stopping.get();
  }

  /** Where health and metrics are served. */
  public int httpPort() {
    return health.port();
  }

  /** Starts nothing new, lets what is in hand be saved, gives up the lease, and is gone. */
  @Override
  public void close() {
    if (!stopping.compareAndSet(false, true)) {
      return;
    }
    operator.stop();
    leadership.release();
    namespaces.close();
    veeamMaterials.close();
    azureMaterials.close();
    veeam.close();
    azure.close();
    health.close();
    gcMetrics.close();
  }
}
