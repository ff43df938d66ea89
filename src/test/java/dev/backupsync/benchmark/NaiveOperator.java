package dev.backupsync.benchmark;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.backupsync.api.v1alpha1.ApiGroup;
import dev.backupsync.api.v1alpha1.RepositorySyncSpec;
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
  static final class Sync extends CustomResource<RepositorySyncSpec, Progress>
      implements Namespaced {
    private static final long serialVersionUID = 1L;
  }

  /**
   * What such an operator writes.
   *
   * @param vendorState the session's id
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Progress(String state, @Nullable String vendorState, @Nullable Integer progressPercent) {}

  /** Its only reconciler. */
  @ControllerConfiguration
  static final class SyncReconciler implements Reconciler<Sync> {
    private final Rival rival;

    SyncReconciler(Rival rival) {
      this.rival = rival;
    }

    @Override
    public UpdateControl<Sync> reconcile(Sync sync, Context<Sync> context)
        throws IOException, InterruptedException {
      var spec = sync.getSpec();
      var veeam = rival.veeam().get(rival.server(spec.connectionRef().name()));
      var repository = Objects.requireNonNull(spec.repository().id());
      var session = Optional.ofNullable(sync.getStatus()).map(Progress::vendorState);
      if (session.isEmpty()) {
        return poll(sync, new Progress("Synchronizing", veeam.start(repository), 0));
      }
      if (!"Synchronizing".equals(sync.getStatus().state())) {
        return UpdateControl.noUpdate();
      }
      var percent = veeam.progress(session.get());
      if (percent.isPresent()) {
        return poll(sync, new Progress("Synchronizing", session.get(), percent.get()));
      }
      var state = veeam.isOutOfSync(repository) ? "Failed" : "Succeeded";
      return patch(sync, new Progress(state, session.get(), 100));
    }

    private UpdateControl<Sync> poll(Sync sync, Progress progress) {
      return patch(sync, progress).rescheduleAfter(rival.poll());
    }

    private static UpdateControl<Sync> patch(Sync sync, Progress progress) {
      var patch = new Sync();
      patch.setMetadata(
          new ObjectMetaBuilder()
              .withName(sync.getMetadata().getName())
              .withNamespace(sync.getMetadata().getNamespace())
              .build());
      patch.setStatus(progress);
      return UpdateControl.patchStatus(patch);
    }
  }

  /** Works until it is killed. */
  public static void main(String[] args) throws IOException, InterruptedException {
    var operator = new Operator();
    operator.register(
        new SyncReconciler(Rival.of(args)), config -> config.settingNamespaces(Workload.NAMESPACE));
    operator.start();
    Rival.sayReady();
  }
}
