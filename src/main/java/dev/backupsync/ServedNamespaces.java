package dev.backupsync;

import dev.backupsync.connection.FatalErrors;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.processing.Controller;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which namespaces of {@code WATCH_NAMESPACES} are served: those in which the API server
 * does not forbid to list the kind. The others, for example those that do not exist yet, are tried
 * again every ten seconds and do not keep the operator from serving the rest.
 */
final class ServedNamespaces implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ServedNamespaces.class);
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final KubernetesClient client;
  private final Set<String> wanted;
  private final List<Waiting> waiting = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("namespaces").factory());

  ServedNamespaces(KubernetesClient client, Set<String> wanted) {
    this.client = client;
    this.wanted = wanted;
  }

  /** A controller that does not serve all namespaces yet. */
  private record Waiting(Controller<?> controller, Class<? extends HasMetadata> kind) {}

  /** The namespaces in which the kind can be listed now; all of them if there is none. */
  Set<String> of(Class<? extends HasMetadata> kind) {
    var open = open(kind);
    return open.isEmpty() ? wanted : open;
  }

  private Set<String> open(Class<? extends HasMetadata> kind) {
    return wanted.stream().filter(mayList(kind)).collect(Collectors.toUnmodifiableSet());
  }

  private Predicate<String> mayList(Class<? extends HasMetadata> kind) {
    return namespace -> {
      try {
        var one = new ListOptionsBuilder().withLimit(1L).build();
        client.resources(kind).inNamespace(namespace).list(one);
        return true;
      } catch (KubernetesClientException e) {
        return e.getCode() != HttpURLConnection.HTTP_FORBIDDEN;
      }
    };
  }

  /** Logs which namespaces a controller leaves out, and adds them as soon as they can be served. */
  void follow(Controller<?> controller, Class<? extends HasMetadata> kind, Set<String> served) {
    var missing = wanted.stream().filter(name -> !served.contains(name)).sorted().toList();
    if (missing.isEmpty()) {
      return;
    }
    missing.forEach(
        namespace ->
            log.warn(
                "Namespace {} of WATCH_NAMESPACES is not served yet: the operator may not list {}"
                    + " there. Create the namespace or the RoleBinding; it is tried again every"
                    + " {} s",
                namespace,
                HasMetadata.getFullResourceName(kind),
                PAUSE.toSeconds()));
    waiting.add(new Waiting(controller, kind));
  }

  /** Tries the missing namespaces repeatedly; call it only once the controllers have started. */
  void keepTrying() {
    if (!waiting.isEmpty()) {
      var _ =
          timer.scheduleWithFixedDelay(
              () -> FatalErrors.guard("Serving more namespaces", this::tryAgain),
              PAUSE.toSeconds(),
              PAUSE.toSeconds(),
              TimeUnit.SECONDS);
    }
  }

  private void tryAgain() {
    waiting.removeIf(
        one -> {
          try {
            return serves(one.controller, open(one.kind));
          } catch (KubernetesClientException | OperatorException e) {
            log.warn("Namespaces could not be served, and are tried again: {}", e.getMessage());
            return false;
          }
        });
  }

  /**
   * Does not use {@code changeNamespaces} of the controller, which loses the objects that are being
   * reconciled at that moment.
   */
  private boolean serves(Controller<?> controller, Set<String> open) {
    var sources = controller.getEventSourceManager();
    var before = Set.copyOf(sources.getControllerEventSource().informerHealthIndicators().keySet());
    var more = open.stream().filter(namespace -> !before.contains(namespace)).sorted().toList();
    if (!more.isEmpty()) {
      try {
        sources.changeNamespaces(union(before, more));
      } catch (RuntimeException e) {
        sources.changeNamespaces(before); // otherwise it would count as served
        throw e;
      }
      log.info(
          "Serving {} of WATCH_NAMESPACES with {}", more, controller.getConfiguration().getName());
    }
    return before.size() + more.size() == wanted.size();
  }

  private static Set<String> union(Set<String> some, List<String> more) {
    return Stream.concat(some.stream(), more.stream()).collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
