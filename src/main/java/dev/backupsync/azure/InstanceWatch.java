package dev.backupsync.azure;

import dev.backupsync.api.v1alpha1.BackupInstanceRef;
import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.azure.Look.Blind;
import dev.backupsync.azure.Look.Hidden;
import dev.backupsync.azure.Look.Seen;
import dev.backupsync.operation.Outcome;
import dev.backupsync.operation.Outcome.Running;
import dev.backupsync.operation.Outcome.Succeeded;
import dev.backupsync.operation.Outcome.Unconfirmed;
import dev.backupsync.operation.Outcome.Unknown;
import dev.backupsync.operation.Progress;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Looks at the instance itself: it confirms an operation that ended, and stands in for one that we
 * may not or cannot read.
 */
final class InstanceWatch {
  private final ArmClient arm;
  private final InstanceUrls urls;

  InstanceWatch(ArmClient arm, InstanceUrls urls) {
    this.arm = arm;
    this.urls = urls;
  }

  Look look(Run run) {
    return Look.of(arm.get("instance", urls.instance(instanceOf(run))));
  }

  /** The operation ended well: has the instance converged? Who may not look believes it. */
  Outcome confirm(Run run, Optional<String> status) {
    return switch (look(run)) {
      case Seen(var instance) when instance.isProtected() -> succeeded(instance);
      case Seen(var instance) -> notConverged(instance);
      case Hidden _ -> new Succeeded(status);
      case Blind(var outcome) -> outcome;
    };
  }

  /** The start was done at once; there is no operation to come back to. */
  Outcome confirmAtOnce(Run run) {
    return switch (look(run)) {
      case Seen(var instance) when instance.isProtected() -> succeeded(instance);
      case Seen(var instance) when instance.busy() -> underWay(instance, Operation.UNNAMED);
      case Seen(var instance) -> notConverged(instance);
      case Hidden _ -> new Succeeded(Optional.empty());
      case Blind _ ->
          new Unconfirmed(
              Reason.NOT_CONVERGED,
              SyncError.of(
                  "NotConverged", "Azure took the sync; the instance cannot be read just now"));
    };
  }

  /**
   * The operation cannot be read. An instance that stays broken may still be healing: the deadline
   * decides, unless the operation is known to be over.
   *
   * @param end what an answer said that was the operation's end, in all likelihood
   */
  Outcome watch(Run run, Optional<SyncError> end) {
    return switch (look(run)) {
      case Seen(var instance) when instance.isProtected() -> succeeded(instance);
      case Seen(var instance) when instance.busy() -> underWay(instance);
      case Seen(var instance) when end.isPresent() ->
          new Unconfirmed(Reason.NOT_CONVERGED, end.get());
      case Seen(var instance) when run.timesUnconfirmed() > 0 -> notConverged(instance);
      case Seen(var instance) -> underWay(instance);
      case Hidden(var reason, var error) -> new Unknown(reason, error, Optional.empty());
      case Blind(var outcome) -> outcome;
    };
  }

  static Outcome underWay(BackupInstance instance, Operation operation) {
    return new Running(progress(instance, Optional.of(operation)));
  }

  static Outcome succeeded(BackupInstance instance) {
    return new Succeeded(Optional.of(instance.state()));
  }

  static BackupInstanceRef instanceOf(Run run) {
    return Objects.requireNonNull(run.target().backupInstance(), "a run of another vendor");
  }

  /** With the handle that the run has. */
  private static Outcome underWay(BackupInstance instance) {
    return new Running(progress(instance, Optional.empty()));
  }

  private static Progress progress(BackupInstance instance, Optional<Operation> operation) {
    return new Progress(
        operation, OptionalInt.empty(), Optional.of(instance.state()), true, Optional.empty());
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
