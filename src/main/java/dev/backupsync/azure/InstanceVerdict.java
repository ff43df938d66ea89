package dev.backupsync.azure;

import dev.backupsync.api.v1alpha1.BackupInstanceRef;
import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.vendor.Lookup;
import dev.backupsync.vendor.Lookup.Failed;
import dev.backupsync.vendor.Lookup.Found;
import dev.backupsync.vendor.Lookup.NotVisible;
import dev.backupsync.vendor.Outcome;
import dev.backupsync.vendor.Outcome.Running;
import dev.backupsync.vendor.Outcome.Succeeded;
import dev.backupsync.vendor.Outcome.Unconfirmed;
import dev.backupsync.vendor.Outcome.Unknown;
import dev.backupsync.vendor.Progress;
import dev.backupsync.vendor.Progress.Activity;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Looks at the instance itself: confirms an operation that ended, and replaces the status of an
 * operation that cannot be read.
 */
final class InstanceVerdict {
  /** How often an operation must be found gone before it counts as over. */
  private static final int GONE_LOOKS = 3;

  private final InstanceLookup instances;

  InstanceVerdict(InstanceLookup instances) {
    this.instances = instances;
  }

  /**
   * Uses an answer to a request that is sent after this call, because the operation may have ended
   * just now.
   */
  Lookup<BackupInstance> look(Run run) {
    return instances.look(instanceOf(run));
  }

  /**
   * Checks, after the operation ended well, whether the instance is in order too. If we may not
   * read the instance, the operation's result counts.
   */
  Outcome confirm(Run run, Optional<String> status) {
    return switch (look(run)) {
      case Found(var instance) when instance.inOrder() -> succeeded(instance);
      case Found(var instance) -> notConverged(instance);
      case NotVisible<BackupInstance> _ -> new Succeeded(status);
      case Failed(var outcome) -> outcome;
    };
  }

  /** The start was done at once; there is no operation to poll. */
  Outcome confirmAtOnce(Run run) {
    return switch (look(run)) {
      case Found(var instance) when instance.inOrder() -> succeeded(instance);
      case Found(var instance) when instance.busy() -> underWay(instance, Operation.UNNAMED);
      case Found(var instance) -> notConverged(instance);
      case NotVisible<BackupInstance> _ -> new Succeeded(Optional.empty());
      case Failed<BackupInstance> _ ->
          new Unconfirmed(
              Reason.NOT_CONVERGED,
              SyncError.of(
                  "NotConverged", "Azure took the sync; the instance cannot be read just now"));
    };
  }

  /**
   * The operation cannot be read. An instance that stays broken may still be healing, and one that
   * was in order before shows nothing of an operation: the deadline decides, unless the operation
   * is known to be over.
   */
  Outcome ofUnreadable(Run run, UnreadableOperation unread) {
    return switch (look(run)) {
      case Found(var instance) when instance.busy() -> underWay(instance);
      case Found(var instance) when instance.inOrder() -> inOrder(run, instance, unread);
      case Found(var instance) -> broken(run, instance, unread);
      case NotVisible(var reason, var error) -> new Unknown(reason, error, Optional.empty());
      case Failed(var outcome) -> outcome;
    };
  }

  /** Only a change since the start is evidence: it needed a sync, or an operation was at work. */
  private static Outcome inOrder(Run run, BackupInstance instance, UnreadableOperation unread) {
    if (run.beganInNeed() || run.seenActive()) {
      return succeeded(instance);
    }
    return switch (unread) {
      case UnreadableOperation.Ended(var why) -> new Unconfirmed(Reason.NOT_CONVERGED, why);
      case UnreadableOperation.Gone gone ->
          run.timesUnconfirmed() >= GONE_LOOKS
              ? succeeded(instance)
              : new Unconfirmed(Reason.NOT_CONVERGED, gone.why());
      case UnreadableOperation.Nowhere _ when run.timesUnconfirmed() > 0 ->
          succeeded(instance); // done at once
      case UnreadableOperation.Nowhere _,
          UnreadableOperation.Untrusted _,
          UnreadableOperation.Refused _ ->
          unseen(instance, unread);
    };
  }

  private static Outcome broken(Run run, BackupInstance instance, UnreadableOperation unread) {
    if (unread instanceof UnreadableOperation.Ended(var why)) {
      return new Unconfirmed(Reason.NOT_CONVERGED, why);
    }
    return run.timesUnconfirmed() > 0 ? notConverged(instance) : unseen(instance, unread);
  }

  /** In progress, with this handle. */
  static Outcome underWay(BackupInstance instance, Operation operation) {
    return running(instance, Optional.of(operation), Activity.WORKING, Optional.empty());
  }

  /** In progress, with the handle that the run has. */
  private static Outcome underWay(BackupInstance instance) {
    return running(instance, Optional.empty(), Activity.WORKING, Optional.empty());
  }

  private static Outcome unseen(BackupInstance instance, UnreadableOperation unread) {
    return running(instance, Optional.empty(), Activity.NOT_SHOWN, Optional.of(unread.why()));
  }

  private static Outcome running(
      BackupInstance instance,
      Optional<Operation> operation,
      Activity activity,
      Optional<SyncError> unreadable) {
    return new Running(
        new Progress(
            operation,
            OptionalInt.empty(),
            Optional.of(instance.state()),
            activity,
            Optional.empty(),
            unreadable));
  }

  /** A sync does not resume what a user suspended, and another sync would not either. */
  private static Outcome succeeded(BackupInstance instance) {
    return new Succeeded(
        Optional.of(instance.state()),
        instance.atRest()
            ? Optional.of("its protection is at rest, which no sync changes: " + instance.state())
            : Optional.empty());
  }

  static BackupInstanceRef instanceOf(Run run) {
    return Objects.requireNonNull(run.target().backupInstance(), "a run of another vendor");
  }

  private static Outcome notConverged(BackupInstance instance) {
    return new Unconfirmed(
        Reason.NOT_CONVERGED,
        instance
            .error()
            .orElseGet(
                () ->
                    SyncError.of(
                        "NotConverged",
                        "Azure took the sync, but the instance shows " + instance.state())));
  }
}
