package dev.backupsync.statemachine;

import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.vendor.Outcome;
import dev.backupsync.vendor.Progress;
import dev.backupsync.vendor.Progress.Activity;
import dev.backupsync.vendor.StartPermit;
import dev.backupsync.vendor.SyncBackend;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** A vendor as a model: its jobs end with time, and what it knows is more than what it tells. */
abstract class ModelVendor implements SyncBackend {
  final List<Job> jobs = new ArrayList<>();
  final Laws laws;
  Faults faults = new Faults();
  int lostAnswers;

  private final Map<Target, Instant> inOrderFrom = new HashMap<>();
  private final InstantSource clock;

  ModelVendor(InstantSource clock, Laws laws) {
    this.clock = clock;
    this.laws = laws;
  }

  /** Whether nobody can tell at {@code now} that {@code other} works. */
  abstract boolean mayNotKnow(Job other, Instant now);

  /** What is shown of the work while a job is at it. */
  abstract Activity activity();

  /** What a start is answered where one is at work already; empty where it is not refused. */
  Optional<Outcome> refusal(Run run) {
    return Optional.empty();
  }

  abstract Outcome look(Run run);

  abstract Outcome follow(Run run);

  abstract Outcome stop(Run run);

  abstract Operation handle(Job job);

  @Override
  public final Outcome locate(Run run) {
    laws.starts.locating(run);
    var answer = heard().orElseGet(() -> look(run));
    laws.looked(answer);
    return answer;
  }

  @Override
  public final Outcome start(Run run, StartPermit permit) {
    settle();
    laws.starting(run, this);
    var answer =
        heard().or(faults::notStarted).or(() -> refusal(run)).orElseGet(() -> accepted(run));
    laws.started(answer);
    lostAnswers += answer instanceof Outcome.Unknown ? 1 : 0;
    return answer;
  }

  @Override
  public final Outcome poll(Run run) {
    laws.starts.polling(run);
    var answer = heard().orElseGet(() -> follow(run));
    laws.attempts.looked(answer);
    return answer;
  }

  @Override
  public final Outcome cancel(Run run) {
    laws.starts.polling(run);
    return heard().orElseGet(() -> stop(run));
  }

  private Optional<Outcome> heard() {
    settle();
    return faults.trouble(now());
  }

  private Outcome accepted(Run run) {
    var job = begin(run.target(), Job.attempt(run));
    var lost = faults.lost();
    job.answered = lost.isEmpty();
    job.named = job.answered && !faults.takesName();
    return lost.orElseGet(() -> running(job, job.named));
  }

  final Job begin(Target target, String attempt) {
    var id = "%s-%032d".formatted("job", jobs.size() + 1);
    var by = attempt.isEmpty() ? id : attempt;
    var job = new Job(id, target, by, now(), now().plus(faults.length), needed(target));
    job.fails = faults.failing;
    job.lingers = faults.lingering;
    jobs.add(job);
    return job;
  }

  final Outcome running(Job job, boolean named) {
    return new Outcome.Running(
        new Progress(
            named ? Optional.of(handle(job)) : Optional.empty(),
            OptionalInt.empty(),
            Optional.of("Synchronizing"),
            activity(),
            faults.pace));
  }

  final Stream<Job> shown(Target target) {
    return jobs.stream().filter(job -> job.target.equals(target)).filter(Job::shown);
  }

  final Stream<Job> working(Target target) {
    return shown(target).filter(Job::working);
  }

  final boolean needed(Target target) {
    return now().isBefore(inOrderFrom.getOrDefault(target, Instant.MAX));
  }

  final void fallOut(Target target) {
    settle(); // what ended before put it in order before
    inOrderFrom.remove(target);
  }

  /** Whatever else works on it is overtaken: its target no more tells when it is done. */
  final void comeIn(Target target, Duration lag) {
    if (needed(target)) {
      inOrderFrom.put(target, now().plus(lag));
      jobs.stream()
          .filter(job -> job.target.equals(target) && job.working() && job.wasNeeded)
          .forEach(job -> job.overtaken = true);
    }
  }

  final void end(Job job, Job.Phase phase) {
    job.phase = phase;
    if (phase == Job.Phase.DONE) {
      comeIn(job.target, faults.lag);
    }
  }

  /** Whatever should have ended by now has. */
  final void settle() {
    jobs.stream()
        .filter(Job::working)
        .filter(job -> !job.ends.isAfter(now()))
        .forEach(job -> end(job, job.fails ? Job.Phase.FAILED : Job.Phase.DONE));
  }

  final Instant now() {
    return clock.instant();
  }
}
