package dev.backupsync.azure;

import dev.backupsync.api.v1alpha1.BackupInstanceRef;
import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.http.CallResult.NotSent;
import dev.backupsync.http.CallResult.Replied;
import dev.backupsync.http.CallResult.Unanswered;
import dev.backupsync.http.Reply;
import dev.backupsync.vendor.Lookup;
import dev.backupsync.vendor.Lookup.Found;
import dev.backupsync.vendor.Lookup.NotVisible;
import dev.backupsync.vendor.Need;
import dev.backupsync.vendor.Outcome;
import dev.backupsync.vendor.Outcome.Absent;
import dev.backupsync.vendor.Outcome.CancelUnsupported;
import dev.backupsync.vendor.Outcome.Cancelled;
import dev.backupsync.vendor.Outcome.Failed;
import dev.backupsync.vendor.Outcome.Running;
import dev.backupsync.vendor.Progress;
import dev.backupsync.vendor.Progress.Activity;
import dev.backupsync.vendor.StartPermit;
import dev.backupsync.vendor.SyncBackend;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Syncs backup instances through Azure Resource Manager (ARM). ARM cannot list running operations:
 * if the URL of an operation is not known, the operator watches the instance instead.
 */
final class InstanceBackend implements SyncBackend {
  private final ArmClient arm;
  private final InstanceUrls urls;
  private final OperationUrls operationUrls;
  private final InstanceLookup instances;
  private final InstanceVerdict evidence;

  /**
   * @param clock for waits only: a monotonic clock
   */
  InstanceBackend(ArmClient arm, InstanceUrls urls, TrustedHosts trusted, InstantSource clock) {
    this.arm = arm;
    this.urls = urls;
    this.operationUrls = new OperationUrls(trusted);
    this.instances =
        new InstanceLookup(arm, urls, new InstanceCatalog(arm, urls, trusted, clock), clock);
    this.evidence = new InstanceVerdict(instances);
  }

  @Override
  public Outcome locate(Run run) {
    return switch (evidence.look(run)) {
      case Lookup.Failed(var outcome) -> outcome;
      case NotVisible(var reason, var error) ->
          new Absent(new Need.NotVisible(reason, error), false, List.of());
      case Found(var instance) when instance.busy() ->
          run.inDoubt()
              ? InstanceVerdict.underWay(instance, Operation.UNNAMED)
              : AzureOutcomes.busy(atWork(instance));
      case Found(var instance) ->
          new Absent(Need.of(!instance.inOrder()), !run.inDoubt(), List.of());
    };
  }

  /** May use a shared answer, which may say that there is nothing to do, and no more than that. */
  @Override
  public Outcome check(Run run) {
    return !run.inDoubt() && isInOrder(InstanceVerdict.instanceOf(run))
        ? new Absent(new Need.NotNeeded(), true, List.of())
        : locate(run);
  }

  private boolean isInOrder(BackupInstanceRef ref) {
    return instances.recent(ref).filter(BackupInstance::inOrder).isPresent();
  }

  private static SyncError atWork(BackupInstance instance) {
    return SyncError.of(
        "TargetBusy", "Another operation is at work: the instance shows " + instance.state());
  }

  @Override
  public Outcome start(Run run, StartPermit permit) {
    var instance = InstanceVerdict.instanceOf(run);
    try {
      return start(run, instance, permit);
    } finally {
      instances.forget(instance);
    }
  }

  private Outcome start(Run run, BackupInstanceRef instance, StartPermit permit) {
    var body = "{\"syncType\":\"" + instance.syncType() + "\"}";
    return switch (arm.start(urls.sync(instance), body, permit)) {
      case NotSent(var why) -> AzureOutcomes.notSent(why);
      case Unanswered(var noReply) -> AzureOutcomes.ofStart(noReply);
      case Replied(var reply) when !reply.success() -> AzureOutcomes.ofStart(reply);
      case Replied(var reply) ->
          AsyncOperation.started(reply)
              .map(operation -> accepted(operation, reply))
              .orElseGet(
                  () ->
                      reply.intact() ? evidence.confirmAtOnce(run) : AzureOutcomes.unknown(reply));
    };
  }

  private Outcome accepted(AsyncOperation operation, Reply reply) {
    return new Running(
        new Progress(
            Optional.of(operationUrls.first(operation)),
            operation.percent(),
            operation.status(),
            Activity.NOT_SHOWN,
            reply.retryAfter()));
  }

  @Override
  public Outcome poll(Run run) {
    var url = operationUrls.readable(run);
    if (url.isEmpty()) {
      return evidence.ofUnreadable(run, operationUrls.unreadable(run));
    }
    return switch (arm.get("operation", url.get().uri())) {
      case NotSent(var why) -> AzureOutcomes.notSent(why);
      case Unanswered(var noReply) -> AzureOutcomes.ofLook(noReply);
      case Replied(var reply) ->
          AzureOutcomes.trouble(reply).orElseGet(() -> answered(run, url.get(), reply));
    };
  }

  private Outcome answered(Run run, OperationUrl url, Reply reply) {
    if (reply.success()) {
      return AsyncOperation.polled(url, reply)
          .map(operation -> outcomeOf(run, url, operation, reply))
          .orElseGet(() -> AzureOutcomes.unknown(reply));
    }
    return evidence.ofUnreadable(run, unread(url, reply));
  }

  /**
   * A refusal means that the operation could not be read, not that it failed. But a Location has no
   * other way to report a failure.
   */
  private static UnreadableOperation unread(OperationUrl url, Reply reply) {
    return switch (reply.status()) {
      case 404, 410 -> new UnreadableOperation.Gone(reply);
      case 403, 405 -> new UnreadableOperation.Refused(reply);
      default ->
          url.promisesStatus()
              ? new UnreadableOperation.Refused(reply)
              : new UnreadableOperation.Ended(AzureErrors.refusal(reply));
    };
  }

  private Outcome outcomeOf(Run run, OperationUrl url, AsyncOperation operation, Reply reply) {
    return switch (operation.state()) {
      case SUCCEEDED -> evidence.confirm(run, operation.status());
      case FAILED ->
          new Failed(
              Reason.SYNC_FAILED,
              AzureErrors.ofOperation(reply, operation.status().orElse("Failed")));
      case CANCELLED -> new Cancelled();
      case RUNNING ->
          new Running(
              new Progress(
                  operationUrls.moved(url, operation),
                  operation.percent(),
                  operation.status(),
                  Activity.NOT_SHOWN,
                  reply.retryAfter()));
    };
  }

  @Override
  public Outcome cancel(Run run) {
    return new CancelUnsupported();
  }
}
