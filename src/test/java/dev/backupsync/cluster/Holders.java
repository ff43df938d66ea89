package dev.backupsync.cluster;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Sees who held the lease of a stage's namespace, one after the other. */
final class Holders implements Watcher<Lease>, AutoCloseable {
  private final List<String> inOrder = new ArrayList<>();
  private final Watch watch;

  Holders(Stage stage) {
    watch = stage.client().leases().inNamespace(stage.namespace()).watch(this);
  }

  /** Empty where nobody held it. */
  synchronized List<String> inOrder() {
    return List.copyOf(inOrder);
  }

  @Override
  public synchronized void eventReceived(Action action, Lease lease) {
    var holder = Objects.requireNonNullElse(lease.getSpec().getHolderIdentity(), "");
    if (inOrder.isEmpty() || !inOrder.getLast().equals(holder)) {
      inOrder.add(holder);
    }
  }

  @Override
  public void onClose(WatcherException cause) {
    throw new IllegalStateException("The lease can no longer be watched", cause);
  }

  @Override
  public void close() {
    watch.close();
  }
}
