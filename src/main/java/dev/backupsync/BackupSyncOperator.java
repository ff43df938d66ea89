package dev.backupsync;

import dev.backupsync.api.v1alpha1.AzureConnection;
import dev.backupsync.api.v1alpha1.BackupInstanceSync;
import dev.backupsync.api.v1alpha1.RepositorySync;
import dev.backupsync.api.v1alpha1.SyncSpec;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.VeeamConnection;
import dev.backupsync.connection.AzureConnectionReader;
import dev.backupsync.connection.Connections;
import dev.backupsync.connection.Egress;
import dev.backupsync.connection.TokenRequestApi;
import dev.backupsync.connection.VeeamConnectionReader;
import dev.backupsync.connection.WatchState;
import dev.backupsync.connection.WatchedSecretSource;
import dev.backupsync.controller.AzureConnectionReconciler;
import dev.backupsync.controller.BackupInstanceSyncReconciler;
import dev.backupsync.controller.CallObserver;
import dev.backupsync.controller.CrdChecks;
import dev.backupsync.controller.NamespaceLabels;
import dev.backupsync.controller.OtherOperators;
import dev.backupsync.controller.ReconcileBoundary;
import dev.backupsync.controller.RepositorySyncReconciler;
import dev.backupsync.controller.RunEndListener;
import dev.backupsync.controller.SyncEnvironment;
import dev.backupsync.controller.VeeamConnectionReconciler;
import dev.backupsync.controller.WakeTimer;
import dev.backupsync.controller.admission.WatchedConnections;
import dev.backupsync.controller.status.EventRecorder;
import dev.backupsync.controller.status.Events;
import dev.backupsync.controller.status.SyncUpdateFilter;
import dev.backupsync.http.Proxies;
import dev.backupsync.notification.NotificationReceiver;
import dev.backupsync.notification.Notifier;
import dev.backupsync.ops.ConnectionMetrics;
import dev.backupsync.ops.FrameworkHealth;
import dev.backupsync.ops.HealthServer;
import dev.backupsync.ops.Liveness;
import dev.backupsync.ops.NotificationMetrics;
import dev.backupsync.ops.RunMetrics;
import dev.backupsync.ops.SyncMetrics;
import dev.backupsync.ops.TrafficMetrics;
import dev.backupsync.time.Clocks;
import dev.backupsync.tracing.RunTraces;
import dev.backupsync.tracing.Tracing;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.javaoperatorsdk.operator.processing.Controller;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The assembled operator: two vendors, four reconcilers, one process. */
public final class BackupSyncOperator implements AutoCloseable {
  /**
   * When the operator is asked to stop, reconciles in progress get this long to save their results.
   */
  private static final Duration DRAIN = Duration.ofSeconds(6);

  /** Objects are listed in chunks, so that a long list is never held in memory as one text. */
  private static final long LIST_CHUNK = 500;

  private static final Duration FRAMEWORKS_RETRY = Duration.ofMinutes(2);

  private final OperatorOptions options;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final KubernetesClient client;
  private final Clocks clocks;
  private final WakeTimer timer;
  private final Map<String, String> environment;
  private final Connections veeam;
  private final Connections azure;
  private final WatchedSecretSource veeamSecrets;
  private final WatchedSecretSource azureSecrets;
  private final NamespaceLabels labels;
  private final CrdChecks crds;
  private final Leadership leadership;
  private final ServedNamespaces served;
  private final Operator operator;
  private final Controllers controllers;
  private final ReconcileBoundary boundary = new ReconcileBoundary(System::nanoTime);
  private final Liveness liveness;
  private final EventRecorder recorder;
  private final Events events;
  private final OtherOperators others;
  private final SyncMetrics syncMetrics;
  private final Optional<Notifier> notifier;
  private final Optional<RunTraces> traces;
  private final HealthServer health;

  /** Creates an operator that only answers on its HTTP port until it is started. */
  BackupSyncOperator(
      KubernetesClient client,
      OperatorOptions options,
      Map<String, String> environment,
      Clocks clocks)
      throws IOException {
    this.client = client;
    this.options = options;
    this.clocks = clocks;
    this.timer = new WakeTimer(System::nanoTime);
    this.liveness = new Liveness(boundary, timer, this::watches, System::nanoTime);
    this.veeam = new Connections(clocks, new TrafficMetrics(registry, "veeam"));
    this.azure = new Connections(clocks, new TrafficMetrics(registry, "azure"));
    this.veeamSecrets = new WatchedSecretSource(client);
    this.azureSecrets = new WatchedSecretSource(client);
    this.labels = new NamespaceLabels(client);
    this.crds = new CrdChecks(client, options.watchNamespaces());
    this.leadership = Leadership.of(client, options, stopping::get);
    this.served = new ServedNamespaces(client, options.watchNamespaces());
    this.recorder = new EventRecorder(client, droppedEvents()::increment);
    this.events = new Events(recorder, clocks.wall(), options.podName());
    this.others = new OtherOperators(events, overwrittenStatuses()::increment);
    this.notifier = options.receiver().map(receiver -> notifier(receiver, environment));
    this.traces = Tracing.of(environment);
    this.operator = operator();
    this.controllers = new Controllers(operator, DRAIN);
    this.environment = environment;
    this.syncMetrics = new SyncMetrics(leadership::leads, options.perObjectMetrics());
    measure();
    this.health =
        HealthServer.start(
            options.httpPort(), this::livenessProblems, this::readinessProblems, registry::scrape);
  }

  /**
   * Starts an operator; returns once it watches.
   *
   * @param environment of the process, for workload identity and proxies
   * @throws IOException if the HTTP port cannot be bound
   */
  public static BackupSyncOperator start(
      KubernetesClient client,
      OperatorOptions options,
      Map<String, String> environment,
      InstantSource clock)
      throws IOException {
    return start(client, options, environment, new Clocks(clock, System::nanoTime));
  }

  /** Starts an operator with the given clocks. */
  public static BackupSyncOperator start(
      KubernetesClient client,
      OperatorOptions options,
      Map<String, String> environment,
      Clocks clocks)
      throws IOException {
    var operator = new BackupSyncOperator(client, options, environment, clocks);
    operator.start();
    return operator;
  }

  /** Returns once it watches; closes what cannot start. May be closed at the same time. */
  void start() {
    try {
      register();
      controllers.watch();
      served.keepTrying();
      crds.start();
      leadership.start(controllers::work);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private Operator operator() {
    return new Operator(
        config -> {
          config
              .withKubernetesClient(client)
              .withCloseClientOnStop(false)
              .withExecutorService(Executors.newThreadPerTaskExecutor(reconcileThreads()))
              .withReconciliationTerminationTimeout(DRAIN)
              .withResourceCloner(new SharedResources())
              .withUseSSAToPatchPrimaryResource(false)
              .withMetrics(MicrometerMetricsV2.newBuilder(registry).build());
        });
  }

  private Notifier notifier(NotificationReceiver receiver, Map<String, String> environment) {
    var metrics = new NotificationMetrics(registry);
    var notifier = new Notifier(receiver, Proxies.of(environment), clocks, metrics);
    metrics.follow(notifier::waiting);
    return notifier;
  }

  private ThreadFactory reconcileThreads() {
    return Thread.ofVirtual().uncaughtExceptionHandler(boundary::uncaught).factory();
  }

  private void register() {
    var repositoryRuns = new RunMetrics(registry, HasMetadata.getKind(RepositorySync.class));
    var instanceRuns = new RunMetrics(registry, HasMetadata.getKind(BackupInstanceSync.class));
    var egress = new Egress(Proxies.of(environment), options.allowedHosts());
    var veeamConnections =
        new VeeamConnectionReconciler(
            new VeeamConnectionReader(clocks, egress),
            veeam,
            veeamSecrets,
            crds,
            events,
            boundary,
            timer,
            clocks);
    var azureConnections =
        new AzureConnectionReconciler(
            azureConnectionReader(environment, egress),
            azure,
            azureSecrets,
            crds,
            events,
            boundary,
            timer,
            clocks);
    watch(VeeamConnection.class, veeamConnections);
    watch(AzureConnection.class, azureConnections);
    watchSyncs(
        RepositorySync.class,
        new RepositorySyncReconciler(
            environment(veeam, veeamConnections::watched, repositoryRuns)));
    watchSyncs(
        BackupInstanceSync.class,
        new BackupInstanceSyncReconciler(
            environment(azure, azureConnections::watched, instanceRuns)));
  }

  private AzureConnectionReader azureConnectionReader(
      Map<String, String> environment, Egress egress) {
    var own = options.podNamespace().or(OwnNamespace::inCluster);
    return new AzureConnectionReader(
        environment, new TokenRequestApi(client), options.ambientCredentials(own), egress);
  }

  private SyncEnvironment environment(
      Connections connections, WatchedConnections watched, RunMetrics runs) {
    return new SyncEnvironment(
        client,
        connections,
        watched,
        labels,
        options::watches,
        crds,
        runs,
        RunEndListener.all(
            Stream.of(notifier, traces).<RunEndListener>flatMap(Optional::stream).toList()),
        traces.map(CallObserver.class::cast).orElse(CallObserver.NONE),
        events,
        others,
        boundary,
        timer,
        clocks,
        stopping::get);
  }

  private <P extends HasMetadata> void watch(Class<P> kind, Reconciler<P> reconciler) {
    var _ = watch(kind, reconciler, _ -> {});
  }

  private <S extends SyncSpec, P extends CustomResource<S, SyncStatus>> void watchSyncs(
      Class<P> kind, Reconciler<P> reconciler) {
    watch(
            kind,
            reconciler,
            config -> {
              config.withOnUpdateFilter(this::accept);
              options.watchSelector().ifPresent(config::withLabelSelector);
            })
        .map(one -> one.getEventSourceManager().getControllerEventSource())
        .ifPresent(source -> syncMetrics.follow(HasMetadata.getKind(kind), source::list));
  }

  private boolean accept(HasMetadata after, HasMetadata before) {
    others.changed(after, before);
    return new SyncUpdateFilter().accept(after, before);
  }

  private <P extends HasMetadata> Optional<Controller<P>> watch(
      Class<P> kind, Reconciler<P> reconciler, Consumer<ControllerConfigurationOverrider<P>> more) {
    var open = served.of(kind);
    var registered =
        operator.register(
            reconciler,
            config -> {
              configure(config, open);
              more.accept(config);
            });
    if (registered instanceof Controller<P> controller) {
      served.follow(controller, kind, open);
      return Optional.of(controller);
    }
    return Optional.empty();
  }

  /**
   * An exception here is a bug or a Kubernetes conflict. Our own timer repeats the reconcile for
   * ever; the framework's timer, which uses the wall clock, would come later.
   */
  private static <P extends HasMetadata> void configure(
      ControllerConfigurationOverrider<P> config, Set<String> open) {
    config.withOnUpdateFilter(new SyncUpdateFilter()::accept);
    config.withInformerListLimit(LIST_CHUNK);
    config.withReconciliationMaxInterval(null); // each reconcile sets the time of the next one
    config.withRetry(
        new GenericRetry()
            .setInitialInterval(FRAMEWORKS_RETRY)
            .setIntervalMultiplier(1)
            .setMaxAttempts(-1));
    if (!open.isEmpty()) {
      config.settingNamespaces(open);
    }
  }

  private void measure() {
    var connections = new ConnectionMetrics(options.perObjectMetrics());
    connections.follow(HasMetadata.getKind(VeeamConnection.class), veeam);
    connections.follow(HasMetadata.getKind(AzureConnection.class), azure);
    registry.getPrometheusRegistry().register(connections);
    registry.getPrometheusRegistry().register(syncMetrics);
    Gauge.builder("backupsync.leader", () -> leadership.leads() ? 1 : 0)
        .description("1 on the replica that works")
        .register(registry);
    Gauge.builder("backupsync.build.info", () -> 1)
        .description("The version of the operator")
        .tag("version", OperatorVersion.current())
        .register(registry);
    new UptimeMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    gcMetrics.bindTo(registry);
  }

  private final JvmGcMetrics gcMetrics = new JvmGcMetrics();

  private Counter droppedEvents() {
    return Counter.builder("backupsync.events.dropped")
        .description("Kubernetes events that could not be recorded")
        .register(registry);
  }

  private Counter overwrittenStatuses() {
    return Counter.builder("backupsync.statuses.overwritten")
        .description("Statuses of this process that another operator process wrote over")
        .register(registry);
  }

  /** What is wrong with the process, for the kubelet. */
  private List<String> livenessProblems() {
    if (!controllers.haveStarted()) {
      return List.of("It has not started");
    }
    return Stream.concat(
            FrameworkHealth.problems(controllers.health()).stream(), liveness.problems().stream())
        .toList();
  }

  private List<String> readinessProblems() {
    return stopping.get()
        ? List.of("It stops")
        : Stream.concat(livenessProblems().stream(), crds.problems().stream()).toList();
  }

  private List<WatchState> watches() {
    return Stream.of(
            FrameworkHealth.watches(controllers.health()),
            labels.watches(),
            veeamSecrets.watches(),
            azureSecrets.watches())
        .flatMap(List::stream)
        .toList();
  }

  /** The port of the health and metrics endpoints. */
  public int httpPort() {
    return health.port();
  }

  /**
   * Starts nothing new, lets reconciles in progress save their results, releases the lease, and
   * closes.
   */
  @Override
  public void close() {
    if (!stopping.compareAndSet(false, true)) {
      return;
    }
    served.close();
    crds.close();
    controllers.stop();
    timer.close();
    leadership.release();
    recorder.close();
    notifier.ifPresent(Notifier::close);
    traces.ifPresent(RunTraces::close);
    labels.close();
    veeamSecrets.close();
    azureSecrets.close();
    veeam.close();
    azure.close();
    health.close();
    gcMetrics.close();
  }
}
