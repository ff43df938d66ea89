package dev.backupsync.statemachine;

import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.vendor.Need;
import dev.backupsync.vendor.Outcome;
import dev.backupsync.vendor.Progress;
import dev.backupsync.vendor.Progress.Activity;
import dev.backupsync.vendor.StartPermit;
import dev.backupsync.vendor.SyncBackend;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A vendor kept as a ledger: it remembers what it was asked and which sessions run; hand-written,
 * because its memory is what the crash tests judge by.
 */
final class RecordingVendor implements SyncBackend {
  private static final int POLLS_UNTIL_DONE = 2;

  final List<String> book;
  int sessions;
  int secondStarts;
  boolean running;

  /** Loses the answers to this many starts that it performs. */
  int losesAnswers;

  /** Answers a look with what is no answer to it. */
  boolean breaksThePort;

  /** Happens between the permit and the start. */
  Runnable beforeStart = () -> {};

  private int polls;

  RecordingVendor(List<String> book) {
    this.book = book;
  }

  @Override
  public Outcome locate(Run run) {
    book.add("asked locate");
    if (breaksThePort) {
      return new Outcome.Cancelled();
    }
    return running ? progress() : new Outcome.Absent(new Need.Needed(), true, List.of());
  }

  @Override
  public Outcome start(Run run, StartPermit permit) {
    beforeStart.run();
    if (!permit.isValid()) {
      return Answer.THROTTLED_77S.outcome;
    }
    book.add("asked start");
    if (running) {
      secondStarts++;
    }
    sessions++;
    running = true;
    polls = 0;
    if (losesAnswers > 0) {
      losesAnswers--;
      return Answer.NO_ANSWER.outcome;
    }
    return progress();
  }

  @Override
  public Outcome poll(Run run) {
    book.add("asked poll");
    polls++;
    if (running && polls < POLLS_UNTIL_DONE) {
      return progress();
    }
    running = false;
    return Answer.SUCCEEDED.outcome;
  }

  @Override
  public Outcome cancel(Run run) {
    book.add("asked cancel");
    running = false;
    return new Outcome.Cancelled();
  }

  private Outcome progress() {
    return new Outcome.Running(
        new Progress(
            Optional.of(new Operation("session-" + sessions, null)),
            OptionalInt.of(10 * polls),
            Optional.of("Synchronizing"),
            Activity.WORKING,
            Optional.empty()));
  }
}
