package dev.backupsync.ops;

import dev.backupsync.connection.WatchState;
import io.javaoperatorsdk.operator.RegisteredController;
import io.javaoperatorsdk.operator.RuntimeInfo;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import java.util.ArrayList;
import java.util.List;

/** Tells how the operator framework's own event sources are doing. */
public final class FrameworkHealth {
  private FrameworkHealth() {}

  /** Which of them the framework itself calls unhealthy, in a line each. */
  public static List<String> problems(RuntimeInfo framework) {
    var found = new ArrayList<String>();
    framework
        .unhealthyEventSources()
        .forEach(
            (controller, sources) ->
                sources
                    .keySet()
                    .forEach(
                        source ->
                            found.add(
                                "The event source %s of controller %s is not healthy"
                                    .formatted(source, controller))));
    return found;
  }

  /** The watches behind them. */
  @SuppressWarnings("rawtypes") // as the framework hands them out
  public static List<WatchState> watches(RuntimeInfo framework) {
    var found = new ArrayList<WatchState>();
    for (RegisteredController controller : framework.getRegisteredControllers()) {
      var name = controller.getConfiguration().getName();
      for (InformerWrappingEventSourceHealthIndicator<?> source :
          controller.getControllerHealthInfo().informerEventSourceHealthIndicators().values()) {
        source.informerHealthIndicators().values().stream()
            .map(informer -> state(name, informer))
            .forEach(found::add);
      }
    }
    return found;
  }

  private static WatchState state(String controller, InformerHealthIndicator informer) {
    var what = controller + " resources in namespace " + informer.getTargetNamespace();
    var running = informer.isRunning();
    return new WatchState(what, running, running && informer.isWatching());
  }
}
