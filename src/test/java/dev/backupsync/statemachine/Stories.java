package dev.backupsync.statemachine;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** What may happen to a sync, and chapters for what chance alone would hardly ever tell. */
final class Stories {
  private Stories() {}

  /** A deed and how much of it. */
  record Event(StoryStep deed, int n) {
    void in(World world) {
      deed.in(world, n);
    }

    @Override
    public String toString() {
      return deed + " " + n;
    }
  }

  static Arbitrary<List<Event>> any() {
    var anything = Arbitraries.of(StoryStep.class);
    var often =
        Arbitraries.of(
            StoryStep.SECONDS_PASS,
            StoryStep.SECONDS_PASS,
            StoryStep.MINUTES_PASS,
            StoryStep.HOURS_PASS,
            StoryStep.REQUEST,
            StoryStep.REQUEST);
    var turns =
        Arbitraries.frequencyOf(
            Tuple.of(8, event(anything).map(List::of)),
            Tuple.of(5, event(often).map(List::of)),
            Tuple.of(2, lost()),
            Tuple.of(1, failing()),
            Tuple.of(1, unseen()),
            Tuple.of(1, paused()),
            Tuple.of(1, closed()));
    return turns
        .list()
        .ofMinSize(1)
        .ofMaxSize(18)
        .map(parts -> parts.stream().flatMap(List::stream).toList());
  }

  /** A start that nobody heard of, and then perhaps a pause: too rare where chance rules. */
  private static Arbitrary<List<Event>> lost() {
    var loss =
        Arbitraries.oneOf(
            event(StoryStep.FAULT_ANSWER_LOST_BEFORE),
            event(StoryStep.FAULT_ANSWER_LOST_AFTER),
            always(StoryStep.FAULT_UNNAMED, 0),
            always(StoryStep.CRASH_AFTER_SAVE, 2),
            always(StoryStep.CRASH_AFTER_SAVE, 3));
    return chapter(
        List.of(
            always(StoryStep.JOBS_FAIL, 1),
            event(StoryStep.JOBS_LINGER),
            Arbitraries.of(new Event(StoryStep.JOBS_TAKE, 0), new Event(StoryStep.JOBS_TAKE, 4)),
            always(StoryStep.REQUEST, 0), // what it leaves behind is a bystander
            event(StoryStep.MINUTES_PASS),
            always(StoryStep.FALLS_OUT_OF_SYNC, 0),
            event(StoryStep.JOBS_LINGER),
            loss,
            always(StoryStep.REQUEST, 0),
            event(StoryStep.SUSPEND, StoryStep.SECONDS_PASS),
            event(StoryStep.MINUTES_PASS, StoryStep.HOURS_PASS, StoryStep.GO_AWAY),
            event(StoryStep.SUSPEND, StoryStep.RESTART, StoryStep.CANCEL, StoryStep.REQUEST)));
  }

  /** Slots that come while nothing may start. */
  private static Arbitrary<List<Event>> paused() {
    return chapter(
        List.of(
            event(StoryStep.SCHEDULE),
            always(StoryStep.SUSPEND, 0),
            event(StoryStep.HOURS_PASS, StoryStep.GO_AWAY),
            event(StoryStep.REQUEST, StoryStep.TARGET, StoryStep.CANCEL, StoryStep.RESTART),
            always(StoryStep.SUSPEND, 1)));
  }

  /** What waits before a closed gate, until it is cancelled, or until the last moment. */
  private static Arbitrary<List<Event>> closed() {
    return chapter(
        List.of(
            event(StoryStep.SCHEDULE),
            event(StoryStep.MINUTES_PASS),
            event(StoryStep.GATE_CLOSES),
            event(StoryStep.REQUEST, StoryStep.LAST_MOMENT),
            event(StoryStep.CANCEL, StoryStep.LAST_MOMENT),
            always(StoryStep.GATE_OPENS, 0)));
  }

  /** Runs that fail again and again, with all the time that their retries need. */
  private static Arbitrary<List<Event>> failing() {
    return chapter(
        List.of(
            always(StoryStep.JOBS_FAIL, 0),
            event(StoryStep.JOBS_LINGER),
            event(StoryStep.JOBS_TAKE),
            event(StoryStep.SECONDS_PASS, StoryStep.HOURS_PASS),
            always(StoryStep.REQUEST, 0),
            event(StoryStep.SECONDS_PASS, StoryStep.FAULT_ERRORS),
            event(StoryStep.MINUTES_PASS, StoryStep.CANCEL, StoryStep.TARGET),
            event(StoryStep.MINUTES_PASS, StoryStep.HOURS_PASS)));
  }

  /** A run that nobody can see for longer than it may take, and perhaps from its start on. */
  private static Arbitrary<List<Event>> unseen() {
    return chapter(
        List.of(
            always(StoryStep.JOBS_TAKE, 7),
            event(StoryStep.TIMEOUT),
            event(StoryStep.REQUEST, StoryStep.FAULT_BUSY),
            event(
                StoryStep.FAULT_UNREACHABLE,
                StoryStep.FAULT_THROTTLED,
                StoryStep.FAULT_NEED_HIDDEN,
                StoryStep.GATE_CLOSES,
                StoryStep.SUSPEND),
            always(StoryStep.REQUEST, 0),
            event(StoryStep.MINUTES_PASS, StoryStep.HOURS_PASS, StoryStep.GO_AWAY),
            event(StoryStep.HOURS_PASS)));
  }

  /** Told after all is well, with an hour for each attempt. */
  private static Arbitrary<List<Event>> chapter(List<Arbitrary<Event>> events) {
    var well =
        List.of(
            always(StoryStep.VENDOR_RECOVERS, 0),
            always(StoryStep.GATE_OPENS, 0),
            always(StoryStep.SUSPEND, 1),
            always(StoryStep.TIMEOUT, 4));
    return Combinators.combine(Stream.concat(well.stream(), events.stream()).toList())
        .as(told -> told);
  }

  private static Arbitrary<Event> always(StoryStep deed, int n) {
    return Arbitraries.just(new Event(deed, n));
  }

  private static Arbitrary<Event> event(StoryStep... deeds) {
    return event(Arbitraries.of(deeds));
  }

  private static Arbitrary<Event> event(Arbitrary<StoryStep> deeds) {
    return Combinators.combine(deeds, Arbitraries.integers().between(0, StoryStep.MOST))
        .as(Event::new);
  }
}
