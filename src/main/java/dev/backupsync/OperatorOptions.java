package dev.backupsync;

import dev.backupsync.api.v1alpha1.GoDuration;
import dev.backupsync.connection.AmbientCredentials;
import dev.backupsync.connection.HostGlobs;
import dev.backupsync.notification.NotificationReceiver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** All options of the operator, each with an environment variable; read once, at the start. */
@Command(
    name = "backup-sync-operator",
    description = "Runs and watches vendor backup syncs, declared as Kubernetes resources.",
    mixinStandardHelpOptions = true,
    versionProvider = OperatorVersion.class,
    sortOptions = false,
    usageHelpAutoWidth = true)
public final class OperatorOptions {
  private static final int HIGHEST_PORT = 65_535;

  @Option(
      names = "--watch-namespaces",
      paramLabel = "NAMESPACE",
      split = ",",
      defaultValue = "${env:WATCH_NAMESPACES:-}",
      description = "Namespaces to watch, comma-separated; all if empty. [WATCH_NAMESPACES]")
  private List<String> watchNamespaces = List.of();

  @Option(
      names = "--watch-selector",
      paramLabel = "SELECTOR",
      defaultValue = "${env:WATCH_SELECTOR:-}",
      description = "Only syncs with labels that match are served: sharding. [WATCH_SELECTOR]")
  private String watchSelector = "";

  @Option(
      names = "--leader-election",
      paramLabel = "true|false",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "${env:LEADER_ELECTION:-false}",
      description = "Of several replicas, let one work. Default: false. [LEADER_ELECTION]")
  private boolean leaderElection;

  @Option(
      names = "--lease-name",
      paramLabel = "NAME",
      defaultValue = "${env:LEASE_NAME:-" + LeaseTimes.NAME + "}",
      description =
          "The lease that replicas compete for; one of its own for each set of replicas."
              + " Default: "
              + LeaseTimes.NAME
              + ". [LEASE_NAME]")
  private String leaseName = LeaseTimes.NAME;

  @Option(
      names = "--lease-duration",
      paramLabel = "DURATION",
      defaultValue = "${env:LEASE_DURATION:-" + LeaseTimes.DURATION + "}",
      description =
          "How long a leader that is gone keeps others away; 5m at most. Default: "
              + LeaseTimes.DURATION
              + ". [LEASE_DURATION]")
  private Duration leaseDuration = LeaseTimes.DEFAULT.duration();

  @Option(
      names = "--lease-renew-deadline",
      paramLabel = "DURATION",
      defaultValue = "${env:LEASE_RENEW_DEADLINE:-" + LeaseTimes.RENEW_DEADLINE + "}",
      description =
          "A leader that cannot renew its lease for so long exits; at least a second shorter."
              + " Default: "
              + LeaseTimes.RENEW_DEADLINE
              + ". [LEASE_RENEW_DEADLINE]")
  private Duration leaseRenewDeadline = LeaseTimes.DEFAULT.renewDeadline();

  @Option(
      names = "--lease-retry-period",
      paramLabel = "DURATION",
      defaultValue = "${env:LEASE_RETRY_PERIOD:-" + LeaseTimes.RETRY_PERIOD + "}",
      description =
          "How often the lease is renewed, or tried for. Default: "
              + LeaseTimes.RETRY_PERIOD
              + ". [LEASE_RETRY_PERIOD]")
  private Duration leaseRetryPeriod = LeaseTimes.DEFAULT.retryPeriod();

  @Option(
      names = "--pod-namespace",
      paramLabel = "NAMESPACE",
      defaultValue = "${env:POD_NAMESPACE:-}",
      description = "Where the leader's lease lies. [POD_NAMESPACE]")
  private String podNamespace = "";

  @Option(
      names = "--pod-name",
      paramLabel = "NAME",
      defaultValue = "${env:POD_NAME:-}",
      description =
          "Who reports events and competes for the lease. Default: the name of this host."
              + " [POD_NAME]")
  private String podName = "";

  @Option(
      names = "--ambient-credentials-namespaces",
      paramLabel = "NAMESPACE",
      split = ",",
      defaultValue = "${env:AMBIENT_CREDENTIALS_NAMESPACES:-}",
      description =
          "Namespaces whose AzureConnections may use the operator's own identity, comma-separated;"
              + " * for all. Default: the operator's own namespace."
              + " [AMBIENT_CREDENTIALS_NAMESPACES]")
  private List<String> ambientCredentialsNamespaces = List.of();

  @Option(
      names = "--ambient-credentials-hosts",
      paramLabel = "HOST",
      split = ",",
      defaultValue = "${env:AMBIENT_CREDENTIALS_HOSTS:-}",
      description =
          "Hosts, besides those of Microsoft's clouds, towards which it is used; * for any part."
              + " [AMBIENT_CREDENTIALS_HOSTS]")
  private List<String> ambientCredentialsHosts = List.of();

  @Option(
      names = "--allowed-hosts",
      paramLabel = "HOST",
      split = ",",
      defaultValue = "${env:ALLOWED_HOSTS:-}",
      description =
          "The only hosts that connections may lead to, comma-separated; * for any part; all if"
              + " empty. [ALLOWED_HOSTS]")
  private List<String> allowedHosts = List.of();

  @Option(
      names = "--notify-url",
      paramLabel = "URL",
      defaultValue = "${env:NOTIFY_URL:-}",
      description =
          "Each run that ended is posted here as a CloudEvent; nothing is if empty. [NOTIFY_URL]")
  private String notifyUrl = "";

  @Option(
      names = "--notify-key-file",
      paramLabel = "FILE",
      defaultValue = "${env:NOTIFY_KEY_FILE:-}",
      description =
          "Has the keys to sign these with, one in each line; read for each. [NOTIFY_KEY_FILE]")
  private String notifyKeyFile = "";

  @Option(
      names = "--notify-ca-file",
      paramLabel = "FILE",
      defaultValue = "${env:NOTIFY_CA_FILE:-}",
      description =
          "A CA bundle to trust there instead of the JVM's own; read at the start."
              + " [NOTIFY_CA_FILE]")
  private String notifyCaFile = "";

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      defaultValue = "${env:HTTP_PORT:-8080}",
      description =
          "Serves /livez, /readyz, /metrics; 0 for any free one. Default: 8080. [HTTP_PORT]")
  private int httpPort;

  @Option(
      names = "--per-object-metrics",
      paramLabel = "true|false",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "${env:PER_OBJECT_METRICS:-true}",
      description =
          "Tell Prometheus about each sync and connection; false: only how many there are in which"
              + " state. Default: true. [PER_OBJECT_METRICS]")
  private boolean perObjectMetrics;

  @Option(
      names = "--log-format",
      paramLabel = "text|json|ecs",
      defaultValue = "${env:LOG_FORMAT:-text}",
      description =
          "Lines for people, JSON, or JSON with the names of the Elastic Common Schema. Default:"
              + " text. [LOG_FORMAT]")
  private LogFormat logFormat = LogFormat.text;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      defaultValue = "${env:LOG_LEVEL:-INFO}",
      description = "TRACE, DEBUG, INFO, WARN or ERROR. Default: INFO. [LOG_LEVEL]")
  private LogLevel logLevel = LogLevel.INFO;

  /**
   * Reads options from arguments, and from the environment if an argument is missing.
   *
   * @throws picocli.CommandLine.ParameterException if an option cannot be read
   */
  public static OperatorOptions of(String... arguments) {
    var options = new OperatorOptions();
    commandLine(options).parseArgs(arguments);
    return options.checked();
  }

  /** Checks what the types alone do not check. */
  OperatorOptions checked() {
    if (httpPort < 0 || httpPort > HIGHEST_PORT) {
      throw new ParameterException(commandLine(this), "--http-port is not a port: " + httpPort);
    }
    if (leaseName.isBlank()) {
      throw new ParameterException(commandLine(this), "--lease-name is empty");
    }
    leaseTimes()
        .problem()
        .ifPresent(
            problem -> {
              throw new ParameterException(commandLine(this), problem);
            });
    globs("--ambient-credentials-hosts", ambientCredentialsHosts);
    globs("--allowed-hosts", allowedHosts);
    try {
      var _ = receiver();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(commandLine(this), "" + e.getMessage(), e);
    }
    return this;
  }

  private HostGlobs globs(String option, List<String> texts) {
    try {
      return HostGlobs.of(listed(texts).toList());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(commandLine(this), option + ": " + e.getMessage(), e);
    }
  }

  static CommandLine commandLine(OperatorOptions options) {
    return new CommandLine(options)
        .addSubcommand(new SelfTest())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Duration.class, OperatorOptions::duration);
  }

  static Duration duration(String text) {
    return GoDuration.parse(text)
        .orElseThrow(
            () ->
                new TypeConversionException("'" + text + "' is no duration such as 15s or 1m30s"));
  }

  /** The format of log lines; the names are those that users write. */
  enum LogFormat {
    text,
    json,
    ecs
  }

  /** The least severe level that is logged. */
  enum LogLevel {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR
  }

  /** Empty for all namespaces. */
  Set<String> watchNamespaces() {
    return listed(watchNamespaces).collect(Collectors.toUnmodifiableSet());
  }

  private static Stream<String> listed(List<String> texts) {
    return texts.stream().map(String::strip).filter(text -> !text.isEmpty());
  }

  boolean watches(String namespace) {
    return watchNamespaces().isEmpty() || watchNamespaces().contains(namespace);
  }

  Optional<String> watchSelector() {
    return given(watchSelector);
  }

  boolean leaderElection() {
    return leaderElection;
  }

  String leaseName() {
    return leaseName.strip();
  }

  LeaseTimes leaseTimes() {
    return new LeaseTimes(leaseDuration, leaseRenewDeadline, leaseRetryPeriod);
  }

  Optional<String> podNamespace() {
    return given(podNamespace);
  }

  /** The name of this pod; that of the host where no pod is named, which is the same in a pod. */
  String podName() {
    return given(podName).or(() -> given(System.getenv("HOSTNAME"))).orElse("backup-sync-operator");
  }

  /**
   * Which connections may use the operator's own identity.
   *
   * @param own the operator's own namespace; empty outside of a cluster
   */
  AmbientCredentials ambientCredentials(Optional<String> own) {
    var named = listed(ambientCredentialsNamespaces).collect(Collectors.toUnmodifiableSet());
    return new AmbientCredentials(
        named.isEmpty() ? own.map(Set::of).orElseGet(Set::of) : named,
        globs("--ambient-credentials-hosts", ambientCredentialsHosts));
  }

  HostGlobs allowedHosts() {
    return globs("--allowed-hosts", allowedHosts);
  }

  /** Who is told of runs that ended; empty if nobody is. */
  Optional<NotificationReceiver> receiver() {
    return given(notifyUrl)
        .map(url -> NotificationReceiver.of(url, given(notifyKeyFile), given(notifyCaFile)));
  }

  int httpPort() {
    return httpPort;
  }

  boolean perObjectMetrics() {
    return perObjectMetrics;
  }

  LogFormat logFormat() {
    return logFormat;
  }

  LogLevel logLevel() {
    return logLevel;
  }

  private static Optional<String> given(@Nullable String value) {
    return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
  }
}
