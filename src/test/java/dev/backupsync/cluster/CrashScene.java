package dev.backupsync.cluster;

import static java.util.stream.Collectors.toMap;

import dev.backupsync.api.v1alpha1.AzureConnection;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.VeeamConnection;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A stage on which the operator is killed while many syncs stand each at a boundary of its own, and
 * each is then brought to its end, side by side.
 */
public final class CrashScene implements AutoCloseable {
  private static final Map<String, String> PATIENT = Map.of("KUBERNETES_REQUEST_TIMEOUT", "120000");

  /**
   * Which sync it is: at this boundary, at this vendor.
   *
   * @param inOrder whether its target was in order before the run, as a schedule meets it every day
   */
  public record Place(Boundary boundary, Vendor.Kind kind, boolean inOrder) {
    String name() {
      var health = inOrder ? "well" : "ill";
      return (kind + "-" + health + "-" + boundary).toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** One of each vendor. */
    public static Stream<Place> at(Boundary boundary, boolean inOrder) {
      return Stream.of(Vendor.Kind.values()).map(kind -> new Place(boundary, kind, inOrder));
    }
  }

  /**
   * What became of a sync.
   *
   * @param starts that the vendor accepted before it was asked for a second run
   * @param status at the end; empty where the object was deleted
   */
  public record Story(
      int starts, int startsAfterwards, int mostAtOnce, Optional<SyncStatus> status) {}

  private final Stage stage = Stage.open();
  private final ApiGateway gateway = ApiGateway.before(ApiServer.shared());
  private final Map<Place, Victim> victims;
  private Map<Place, CompletableFuture<Boolean>> led = Map.of();
  private Map<Place, CompletableFuture<Story>> stories = Map.of();
  private Optional<OperatorProcess> operator = Optional.empty();

  /** With one sync of each vendor for each of these boundaries; nothing runs yet. */
  public CrashScene(Collection<Boundary> boundaries, boolean inOrder) {
    connect();
    victims =
        boundaries.stream()
            .flatMap(boundary -> Place.at(boundary, inOrder))
            .collect(toMap(Function.identity(), this::victim));
  }

  /** Patient enough for all that is held. */
  private void connect() {
    stage.azure.script().retryAfter(Duration.ofSeconds(1));
    var patience = "{\"spec\": {\"requestTimeout\": \"120s\", \"maxConcurrentSyncs\": 50}}";
    stage.veeamConnection().patch(VeeamConnection.class, "vb365", patience);
    stage.azureConnection().patch(AzureConnection.class, "azure", patience);
  }

  private Victim victim(Place place) {
    var policy =
        switch (place.boundary) {
          case IN_THE_FINALIZER, BEFORE_THE_FINALIZER_IS_REMOVED -> "deletionPolicy: Cancel";
          default -> "deletionPolicy: Orphan";
        };
    if (place.kind == Vendor.Kind.VEEAM) { // each alone: what is shared cannot be held for one
      stage.veeamConnection(place.name(), Duration.ofMinutes(2));
    }
    var victim =
        new Victim(
            stage, gateway, place.kind, place.name(), "retry: {limit: 1, interval: 1s}", policy);
    victim.vendor().outOfOrder(!place.inOrder);
    return victim;
  }

  /** Kills the operator so many times, and starts the one that lives. */
  public CrashScene kill(int times) {
    for (var i = 0; i < times; i++) {
      victims.forEach((place, victim) -> place.boundary.arm(victim));
      try (var doomed = start()) {
        led = sideBySide(place -> lead(place, doomed));
        led.values().forEach(one -> one.exceptionally(_ -> false).join());
        doomed.kill();
      }
    }
    operator = Optional.of(start());
    stories = sideBySide(place -> recover(place, victims.get(place)));
    return this;
  }

  private boolean lead(Place place, OperatorProcess operator) {
    try {
      place.boundary.lead(victims.get(place));
      return true;
    } catch (RuntimeException | AssertionError e) {
      throw new IllegalStateException(place + " was not reached: " + operator.log(), e);
    }
  }

  private OperatorProcess start() {
    return OperatorProcess.start(
        gateway.kubeconfig(), PATIENT, "--watch-namespaces=" + stage.namespace());
  }

  private <T> Map<Place, CompletableFuture<T>> sideBySide(Function<Place, T> what) {
    return victims.keySet().stream()
        .collect(
            toMap(
                Function.identity(),
                place ->
                    CompletableFuture.supplyAsync(
                        () -> what.apply(place), task -> Thread.ofVirtual().start(task))));
  }

  /** Waits for what became of a sync. */
  public Story story(Place place) {
    return stories.get(place).join();
  }

  private Story recover(Place place, Victim victim) {
    led.get(place).join();
    var vendor = victim.vendor();
    switch (place.boundary) {
      case IN_THE_FINALIZER, BEFORE_THE_FINALIZER_IS_REMOVED -> {
        Stage.awaitUntil(victim::isGone);
        return new Story(vendor.starts(), 0, vendor.mostAtOnce(), Optional.empty());
      }
      case IN_A_CANCEL, AFTER_A_CANCEL ->
          victim.await(status -> status.lastHandledCancel() != null);
      default -> {}
    }
    finish(victim, 1);
    var starts = vendor.starts();
    victim.request("second");
    victim.await(status -> "second".equals(status.lastHandledRequest()));
    var status = finish(victim, 2);
    return new Story(starts, vendor.starts() - starts, vendor.mostAtOnce(), Optional.of(status));
  }

  /**
   * Ends what runs at the vendor once the operator follows it, or is refused because of it; and
   * after a refusal, what is started then.
   */
  private static SyncStatus finish(Victim victim, int runs) {
    var vendor = victim.vendor();
    var refusals = runs == 1 ? 0 : vendor.refusedStarts();
    var status =
        victim.await(
            s ->
                s.currentState() == SyncState.SYNCHRONIZING
                    || s.pastRuns().size() == runs
                    || vendor.refusedStarts() > refusals);
    var starts = vendor.starts();
    if (status.pastRuns().size() < runs) {
      victim.finish();
    }
    var next =
        victim.await(
            s ->
                s.pastRuns().size() == runs
                    || (s.currentState() == SyncState.SYNCHRONIZING && vendor.starts() > starts));
    if (next.pastRuns().size() < runs) {
      vendor.finish();
    }
    return victim.await(s -> s.pastRuns().size() == runs);
  }

  @Override
  public void close() {
    operator.ifPresent(OperatorProcess::close);
    gateway.close();
    stage.close();
  }
}
