package dev.backupsync.cluster;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncAnnotations;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.Match;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.awaitility.core.ConditionTimeoutException;

/** One sync with a target of its own, which meets a crash at one boundary. */
public final class Victim {
  /** Nothing is done, and nobody says so. */
  static final Fault NOT_DONE = new Fault.Silence();

  /** It is done, and nobody says so. */
  static final Fault DONE = new Fault.AfterProcessing(new Fault.Silence());

  private final Stage stage;
  private final ApiGateway gateway;
  private final Vendor vendor;
  private final String name;
  private Callable<Boolean> held = () -> false;
  private boolean finished;

  /**
   * Creates the sync, asked for by the request {@code first}; at Veeam it goes through a connection
   * of its name.
   */
  public Victim(Stage stage, ApiGateway gateway, Vendor.Kind kind, String name, String... options) {
    this.stage = stage;
    this.gateway = gateway;
    this.vendor = kind.on(stage, name).through(name);
    this.name = name;
    vendor.syncNamed(name, options);
    request("first");
  }

  public Vendor vendor() {
    return vendor;
  }

  /** Asks for a run. */
  public void request(String value) {
    finished = false;
    annotate(SyncAnnotations.REQUESTED_AT, value);
  }

  /** Ends what runs at the vendor, once for each request. */
  void finish() {
    if (!finished) {
      vendor.finish();
      finished = true;
    }
  }

  void cancel() {
    annotate(SyncAnnotations.CANCEL_REQUESTED_AT, "now");
  }

  private void annotate(String annotation, String value) {
    stage.annotate(vendor.kind(), name, annotation, value);
  }

  void delete() {
    stage.client().resources(vendor.kind()).inNamespace(stage.namespace()).withName(name).delete();
  }

  public boolean isGone() {
    return stage
            .client()
            .resources(vendor.kind())
            .inNamespace(stage.namespace())
            .withName(name)
            .get()
        == null;
  }

  /** Waits until its status is as wanted. */
  public SyncStatus await(Predicate<SyncStatus> wanted) {
    return stage.await(vendor.kind(), name, wanted);
  }

  /** Waits until the vendor runs it and its handle is saved. */
  Run running() {
    var status = await(s -> s.currentState() == SyncState.SYNCHRONIZING);
    return status.knownRun().orElseThrow();
  }

  /** Holds the next write of its status that has this text in it. */
  void holdStatus(String text, Fault fault) {
    var struck = gateway.next("PUT", ".*syncs/" + name + "/status", text, fault);
    held = () -> struck.getCount() == 0;
  }

  /** Holds the next write of the object that is none of its status. */
  void holdObject(Fault fault) {
    var struck = gateway.next("PUT|PATCH", ".*syncs/" + name, "", fault);
    held = () -> struck.getCount() == 0;
  }

  /** Holds the next such call at the vendor. */
  void holdCall(Match call, Fault fault) {
    var calls = vendor.server().count(call.method(), call.path().pattern());
    vendor.server().faults().next(call, fault);
    held = () -> vendor.server().count(call.method(), call.path().pattern()) > calls;
  }

  /** It is held only once its status shows this as well. */
  void until(Predicate<SyncStatus> shown) {
    var before = held;
    held =
        () -> {
          var status = stage.get(vendor.kind(), name).getStatus();
          return before.call() && status != null && shown.test(status);
        };
  }

  /** It is held only once the vendor has accepted so many starts. */
  void untilStarts(int starts) {
    var before = held;
    held = () -> before.call() && vendor.starts() == starts;
  }

  public void awaitHeld() {
    try {
      Stage.awaitUntil(held);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("Not held: " + stage.get(vendor.kind(), name), e);
    }
  }
}
