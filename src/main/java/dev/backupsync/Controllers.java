package dev.backupsync;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.health.ControllerHealthInfo;
import io.javaoperatorsdk.operator.processing.Controller;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The controllers of this process: they watch from the start, but reconcile only once they are
 * asked to, when this replica leads. So a failover needs no new list of all objects.
 */
final class Controllers {
  private final Operator operator;
  private final Duration drain;
  private volatile boolean started;

  /**
   * Uses the controllers registered with {@code operator}. The operator object itself is never
   * started: its own leader election judges leases by the clocks of other machines.
   *
   * @param drain how long reconciles in progress may take when the controllers are stopped
   */
  Controllers(Operator operator, Duration drain) {
    this.operator = operator;
    this.drain = drain;
  }

  /** Returns once all of them watch. */
  void watch() {
    var configuration = operator.getConfigurationService();
    configuration.getExecutorServiceManager().start(configuration);
    each(controller -> controller.start(false));
    started = true;
  }

  /** Reconciles from now on, beginning with all objects that were seen so far. */
  void work() {
    each(Controller::startEventProcessing);
  }

  /** Whether all of them watch. */
  boolean haveStarted() {
    return started;
  }

  /** The health of each controller, by name. */
  Map<String, ControllerHealthInfo> health() {
    return all()
        .collect(
            Collectors.toMap(
                one -> one.getConfiguration().getName(), Controller::getControllerHealthInfo));
  }

  /** Waits for reconciles in progress, within the limit. */
  void stop() {
    if (started) {
      each(Controller::stop);
    }
    operator.getConfigurationService().getExecutorServiceManager().stop(drain);
  }

  private void each(Consumer<Controller<? extends HasMetadata>> step) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Void>> steps =
          all().map(one -> CompletableFuture.runAsync(() -> step.accept(one), threads)).toList();
      steps.forEach(CompletableFuture::join);
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private Stream<Controller<? extends HasMetadata>> all() {
    return operator.getRegisteredControllers().stream()
        .filter(Controller.class::isInstance)
        .map(one -> (Controller<?>) one);
  }
}
