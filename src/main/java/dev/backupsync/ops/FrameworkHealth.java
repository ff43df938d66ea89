package dev.backupsync.ops;

import dev.backupsync.connection.WatchState;
import io.javaoperatorsdk.operator.health.ControllerHealthInfo;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reports the health of the operator framework's own event sources. */
public final class FrameworkHealth {
  private FrameworkHealth() {}

  /**
   * The event sources that the framework itself calls unhealthy, one line each.
   *
   * @param controllers by name
   */
  public static List<String> problems(Map<String, ControllerHealthInfo> controllers) {
    var found = new ArrayList<String>();
    controllers.forEach(
        (controller, health) ->
            health
                .unhealthyEventSources()
                .keySet()
                .forEach(
                    source ->
                        found.add(
                            "The event source %s of controller %s is not healthy"
                                .formatted(source, controller))));
    return found;
  }

  /** The states of their watches. */
  public static List<WatchState> watches(Map<String, ControllerHealthInfo> controllers) {
    var found = new ArrayList<WatchState>();
    controllers.forEach(
        (controller, health) -> {
          for (InformerWrappingEventSourceHealthIndicator<?> source :
              health.informerEventSourceHealthIndicators().values()) {
            source.informerHealthIndicators().values().stream()
                .map(informer -> state(controller, informer))
                .forEach(found::add);
          }
        });
    return found;
  }

  private static WatchState state(String controller, InformerHealthIndicator informer) {
    var what = controller + " resources in namespace " + informer.getTargetNamespace();
    var running = informer.isRunning();
    return new WatchState(what, running, running && informer.isWatching());
  }
}
