package dev.backupsync.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.SyncAnnotations;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.simulator.Match;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** One sync of each vendor on one stage, for stories that befall both at once. */
public final class BothVendors implements AutoCloseable {
  private final Stage stage;
  private final List<Vendor> vendors;
  private int requests;

  /** Has the stage for itself, and closes it. */
  public BothVendors(Stage stage) {
    this.stage = stage;
    this.vendors = Stream.of(Vendor.Kind.values()).map(kind -> kind.on(stage)).toList();
    vendors.forEach(Vendor::connect);
  }

  public static BothVendors open() {
    return new BothVendors(Stage.open());
  }

  public Stage stage() {
    return stage;
  }

  public void each(Consumer<Vendor> what) {
    vendors.forEach(what);
  }

  /** The writes of the status of this vendor's sync. */
  public Match statusWrites(Vendor vendor) {
    return Match.of(
        "PUT",
        ".*/%s/%s/sync/status".formatted(stage.namespace(), HasMetadata.getPlural(vendor.kind())));
  }

  /** The first run of each is asked for by its creation. */
  public void create(String... options) {
    each(vendor -> vendor.sync(options));
  }

  /** Asks each for one more run, of which it is in need. */
  public void request() {
    requests++;
    each(
        vendor -> {
          vendor.outOfOrder(true);
          stage.annotate(vendor.kind(), "sync", SyncAnnotations.REQUESTED_AT, token());
        });
  }

  private String token() {
    return "request-" + requests;
  }

  /** Waits until the run that was asked for last is under way at each vendor. */
  public void awaitRunning() {
    await(
        status ->
            status.state() == SyncState.SYNCHRONIZING
                && (requests == 0 || token().equals(status.run().trigger().token())));
  }

  public void finish() {
    each(Vendor::finish);
  }

  /** Waits until the run that was asked for last has succeeded. */
  public void awaitSuccess() {
    await(
        status ->
            status.state() == SyncState.SUCCEEDED
                && (requests == 0 || token().equals(status.lastHandledRequest())));
  }

  public void await(Predicate<SyncStatus> wanted) {
    each(vendor -> stage.await(vendor.kind(), "sync", wanted));
  }

  /**
   * Just as many runs as were asked for were started, one at a time, and none was told of twice.
   */
  public void assertOneStartPerTrigger() {
    assertOneStartPerTrigger(requests + 1);
  }

  /** The same where two operators were at work at the same time, which each of them may tell. */
  public void assertOneStartPerTriggerOfTwoOperators() {
    assertOneStartPerTrigger(requests + 1, event -> !event.equals("SecondOperator"));
  }

  /** The same, where some triggers were not asked for here. */
  public void assertOneStartPerTrigger(int triggers) {
    assertOneStartPerTrigger(triggers, _ -> true);
  }

  private void assertOneStartPerTrigger(int triggers, Predicate<String> counts) {
    each(
        vendor -> {
          assertThat(vendor.starts()).as("starts of %s", vendor.kind()).isEqualTo(triggers);
          assertThat(vendor.mostAtOnce()).as("most at once").isLessThanOrEqualTo(1);
          var status = Objects.requireNonNull(stage.get(vendor.kind(), "sync").getStatus());
          assertThat(status.state()).isEqualTo(SyncState.SUCCEEDED);
          assertThat(status.history()).hasSize(triggers).allMatch(run -> run.attempts() == 1);
          var events = stage.events(vendor.kind()).stream().filter(counts).toList();
          assertThat(events)
              .as("events of %s", vendor.kind())
              .hasSizeLessThanOrEqualTo(2 * triggers);
          assertThat(events).isSubsetOf("Started", "Adopted", "Succeeded");
        });
  }

  @Override
  public void close() {
    stage.close();
  }
}
