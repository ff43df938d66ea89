package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncSpec;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.connection.ConnectionKey;
import dev.backupsync.connection.FatalErrors;
import dev.backupsync.controller.admission.RunAdmission;
import dev.backupsync.statemachine.StatusSanitizer;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Reads the syncs of one kind: what each asks for, its status, and the connections that it uses.
 *
 * @param <S> the spec of the kind
 * @param <P> the kind
 */
final class SyncReader<S extends SyncSpec, P extends CustomResource<S, SyncStatus>> {
  private final SpecReader<S> specs;
  private final Predicate<Target> targets;
  private final DeletionHandler<S, P> deletion;
  private final InstantSource clock;

  /**
   * @param targets whether a target belongs to this kind
   */
  SyncReader(
      SpecReader<S> specs,
      Predicate<Target> targets,
      DeletionHandler<S, P> deletion,
      InstantSource clock) {
    this.specs = specs;
    this.targets = targets;
    this.deletion = deletion;
    this.clock = clock;
  }

  /** What the spec names as the target; empty where it cannot be read. */
  Optional<Target> target(P sync) {
    return specs.read(sync).target();
  }

  RunAdmission.Candidate read(P sync) {
    return new RunAdmission.Candidate(
        ResourceID.fromResource(sync), deletion.desired(sync, specs.read(sync)), status(sync));
  }

  /** The status, without what no operator would have written. */
  SyncStatus status(P sync) {
    return StatusSanitizer.status(sync.getStatus(), targets, clock.instant());
  }

  /** A sync that cannot be read is skipped, so that the others are admitted. */
  Stream<RunAdmission.Candidate> readIfPossible(P sync) {
    var read = new ArrayList<RunAdmission.Candidate>(1);
    FatalErrors.guard("Reading sync " + ResourceID.fromResource(sync), () -> read.add(read(sync)));
    return read.stream();
  }

  /**
   * The connections of the spec and of the run in flight, as keys of an index.
   *
   * <p>Called by the watch itself: an exception about one unreadable sync would end the watch for
   * all.
   */
  List<String> connectionsOf(P sync) {
    var found = new ArrayList<String>();
    FatalErrors.guard(
        "Reading the connection of sync " + ResourceID.fromResource(sync),
        () -> {
          var pinned = status(sync).knownRun().map(Run::target).stream();
          Stream.concat(specs.read(sync).target().stream(), pinned)
              .map(target -> ConnectionKey.of(target.connectionRef()).toString())
              .distinct()
              .forEach(found::add);
        });
    return found;
  }
}
