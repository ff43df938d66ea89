package dev.backupsync.soak;

import dev.backupsync.api.v1alpha1.SyncAnnotations;
import dev.backupsync.cluster.Stage;
import java.util.List;

/** Asks for runs all the time, while the one before is under way or after it, and stops some. */
final class Load {
  private static final double BREAKS = 0.7;
  private static final double ASKS_MID_RUN = 0.2;
  private static final double CANCELS = 0.03;

  private final Stage stage;
  private final List<Subject> subjects;
  private final Trace trace;
  private final Dice dice;
  private int tokens;

  Load(Stage stage, List<Subject> subjects, Trace trace, Dice dice) {
    this.stage = stage;
    this.subjects = subjects;
    this.trace = trace;
    this.dice = dice;
  }

  void apply() {
    subjects.forEach(subject -> stage.apply(subject.make().manifest()));
  }

  /** Until interrupted. */
  void run() throws InterruptedException {
    while (true) {
      dice.sleep(50, 200);
      var subject = dice.pick(subjects);
      var rests = trace.of(subject).resting();
      if (rests && dice.chance(BREAKS)) {
        subject.breakTarget();
      }
      if (rests || dice.chance(ASKS_MID_RUN)) {
        askUnlessOneWaits(subject);
      } else if (dice.chance(CANCELS)) {
        var value = "cancel-" + ++tokens;
        stage.annotate(
            subject.make().kind(), subject.name(), SyncAnnotations.CANCEL_REQUESTED_AT, value);
      }
    }
  }

  /**
   * A request that is not yet served is replaced only while a run is in flight, which has to end
   * before it can be. One that a sync at rest has not served is left alone: if it was lost, it must
   * stay so for all to see.
   */
  private void askUnlessOneWaits(Subject subject) {
    var story = trace.of(subject);
    var before = subject.lastAsked().filter(token -> !story.handled(token));
    if (before.isPresent() && story.resting()) {
      return;
    }
    before.ifPresent(subject::replaced);
    ask(subject);
  }

  private void ask(Subject subject) {
    var token = "request-" + ++tokens;
    subject.asked(token); // before it can be served
    try {
      stage.annotate(subject.make().kind(), subject.name(), SyncAnnotations.REQUESTED_AT, token);
    } catch (RuntimeException e) { // interrupted at the end, and perhaps never made
      subject.replaced(token);
      throw e;
    }
  }

  /** Ends the schedules, which would serve a request that was lost. */
  void endSchedules() {
    for (var subject : subjects) {
      stage.patch(subject.make().kind(), subject.name(), "{\"spec\": {\"schedule\": null}}");
    }
  }

  /** Asks each once more, so that the last request is one that met calm. */
  void askOnceMore() {
    subjects.forEach(this::ask);
  }
}
