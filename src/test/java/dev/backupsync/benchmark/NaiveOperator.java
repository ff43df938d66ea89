package dev.backupsync.benchmark;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.backupsync.api.v1alpha1.ApiGroup;
import dev.backupsync.api.v1alpha1.BackupInstanceSyncSpec;
import dev.backupsync.api.v1alpha1.RepositorySyncSpec;
import dev.backupsync.api.v1alpha1.SyncSpec;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An operator of the usual sample shape, with the framework's own settings and no safety: POST when
 * nothing is in status, then a GET and a patch of the status per poll.
 */
final class NaiveOperator {
  private NaiveOperator() {}

  /** The same resource as ours, with as little status as will do. */
  @Group(ApiGroup.NAME)
  @Version(ApiGroup.VERSION)
  @Kind("RepositorySync")
  @Plural("repositorysyncs")
  static final class Repository extends CustomResource<RepositorySyncSpec, Progress>
      implements Namespaced {
    private static final long serialVersionUID = 1L;
  }

  /** The same for Azure. */
  @Group(ApiGroup.NAME)
  @Version(ApiGroup.VERSION)
  @Kind("BackupInstanceSync")
  @Plural("backupinstancesyncs")
  static final class Instance extends CustomResource<BackupInstanceSyncSpec, Progress>
      implements Namespaced {
    private static final long serialVersionUID = 1L;
  }

  /**
   * What such an operator writes.
   *
   * @param vendorState the session's id, or the operation's URL
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Progress(String state, @Nullable String vendorState, @Nullable Integer progressPercent) {}

  /** Its reconciler of repositories. */
  @ControllerConfiguration
  record RepositoryReconciler(Rival rival) implements Reconciler<Repository> {
    @Override
    public UpdateControl<Repository> reconcile(Repository sync, Context<Repository> context)
        throws IOException, InterruptedException {
      var repository = Objects.requireNonNull(sync.getSpec().repository().id());
      return step(rival, sync, new Repository(), repository);
    }
  }

  /** Its reconciler of backup instances. */
  @ControllerConfiguration
  record InstanceReconciler(Rival rival) implements Reconciler<Instance> {
    @Override
    public UpdateControl<Instance> reconcile(Instance sync, Context<Instance> context)
        throws IOException, InterruptedException {
      var spec = sync.getSpec();
      var instance =
          SyncKind.instance(
              spec.subscriptionId(),
              spec.resourceGroup(),
              spec.vaultName(),
              spec.backupInstanceName());
      return step(rival, sync, new Instance(), instance);
    }
  }

  private static <R extends CustomResource<? extends SyncSpec, Progress>> UpdateControl<R> step(
      Rival rival, R sync, R patch, String target) throws IOException, InterruptedException {
    var vendor = rival.server(sync.getSpec().connectionRef().name());
    var handle = Optional.ofNullable(sync.getStatus()).map(Progress::vendorState);
    if (handle.isEmpty()) {
      var started = new Progress("Synchronizing", vendor.start(target).handle(), 0);
      return patch(sync, patch, started).rescheduleAfter(rival.poll());
    }
    if (!"Synchronizing".equals(sync.getStatus().state())) {
      return UpdateControl.noUpdate();
    }
    var percent = vendor.progress(handle.get());
    if (percent.isPresent()) {
      var moved = new Progress("Synchronizing", handle.get(), percent.get());
      return patch(sync, patch, moved).rescheduleAfter(rival.poll());
    }
    var state = vendor.isInOrder(target) ? "Succeeded" : "Failed";
    return patch(sync, patch, new Progress(state, handle.get(), 100));
  }

  private static <R extends CustomResource<?, Progress>> UpdateControl<R> patch(
      R sync, R patch, Progress progress) {
    patch.setMetadata(
        new ObjectMetaBuilder()
            .withName(sync.getMetadata().getName())
            .withNamespace(sync.getMetadata().getNamespace())
            .build());
    patch.setStatus(progress);
    return UpdateControl.patchStatus(patch);
  }

  /** Works until it is killed. */
  public static void main(String[] args) throws IOException, InterruptedException {
    var rival = Rival.of(args);
    var operator = new Operator();
    Reconciler<?> reconciler =
        switch (rival.kind()) {
          case REPOSITORY_SYNC -> new RepositoryReconciler(rival);
          case BACKUP_INSTANCE_SYNC -> new InstanceReconciler(rival);
        };
    operator.register(reconciler, config -> config.settingNamespaces(Workload.NAMESPACE));
    operator.start();
    Rival.sayReady();
  }
}
