package dev.backupsync.operation;

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
  record Event(Deed deed, int n) {
    void in(World world) {
      deed.in(world, n);
    }

    @Override
    public String toString() {
      return deed + " " + n;
    }
  }

  static Arbitrary<List<Event>> any() {
    var anything = Arbitraries.of(Deed.class);
    var often =
        Arbitraries.of(
            Deed.SECONDS_PASS,
            Deed.SECONDS_PASS,
            Deed.MINUTES_PASS,
            Deed.HOURS_PASS,
            Deed.REQUEST,
            Deed.REQUEST);
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
            event(Deed.FAULT_ANSWER_LOST_BEFORE),
            event(Deed.FAULT_ANSWER_LOST_AFTER),
            always(Deed.FAULT_UNNAMED, 0),
            always(Deed.CRASH_AFTER_SAVE, 2),
            always(Deed.CRASH_AFTER_SAVE, 3));
    return chapter(
        List.of(
            always(Deed.JOBS_FAIL, 1),
            event(Deed.JOBS_LINGER),
            Arbitraries.of(new Event(Deed.JOBS_TAKE, 0), new Event(Deed.JOBS_TAKE, 4)),
            always(Deed.REQUEST, 0), // what it leaves behind is a bystander
            event(Deed.MINUTES_PASS),
            always(Deed.FALLS_OUT_OF_SYNC, 0),
            event(Deed.JOBS_LINGER),
            loss,
            always(Deed.REQUEST, 0),
            event(Deed.SUSPEND, Deed.SECONDS_PASS),
            event(Deed.MINUTES_PASS, Deed.HOURS_PASS, Deed.GO_AWAY),
            event(Deed.SUSPEND, Deed.RESTART, Deed.CANCEL, Deed.REQUEST)));
  }

  /** Slots that come while nothing may start. */
  private static Arbitrary<List<Event>> paused() {
    return chapter(
        List.of(
            event(Deed.SCHEDULE),
            always(Deed.SUSPEND, 0),
            event(Deed.HOURS_PASS, Deed.GO_AWAY),
            event(Deed.REQUEST, Deed.TARGET, Deed.CANCEL, Deed.RESTART),
            always(Deed.SUSPEND, 1)));
  }

  /** What waits before a closed gate, until it is cancelled, or until the last moment. */
  private static Arbitrary<List<Event>> closed() {
    return chapter(
        List.of(
            event(Deed.SCHEDULE),
            event(Deed.MINUTES_PASS),
            event(Deed.GATE_CLOSES),
            event(Deed.REQUEST, Deed.LAST_MOMENT),
            event(Deed.CANCEL, Deed.LAST_MOMENT),
            always(Deed.GATE_OPENS, 0)));
  }

  /** Runs that fail again and again, with all the time that their retries need. */
  private static Arbitrary<List<Event>> failing() {
    return chapter(
        List.of(
            always(Deed.JOBS_FAIL, 0),
            event(Deed.JOBS_LINGER),
            event(Deed.JOBS_TAKE),
            event(Deed.SECONDS_PASS, Deed.HOURS_PASS),
            always(Deed.REQUEST, 0),
            event(Deed.SECONDS_PASS, Deed.FAULT_ERRORS),
            event(Deed.MINUTES_PASS, Deed.CANCEL, Deed.TARGET),
            event(Deed.MINUTES_PASS, Deed.HOURS_PASS)));
  }

  /** A run that nobody can see for longer than it may take, and perhaps from its start on. */
  private static Arbitrary<List<Event>> unseen() {
    return chapter(
        List.of(
            always(Deed.JOBS_TAKE, 7),
            event(Deed.TIMEOUT),
            event(Deed.REQUEST, Deed.FAULT_BUSY),
            event(
                Deed.FAULT_UNREACHABLE,
                Deed.FAULT_THROTTLED,
                Deed.FAULT_NEED_HIDDEN,
                Deed.GATE_CLOSES,
                Deed.SUSPEND),
            always(Deed.REQUEST, 0),
            event(Deed.MINUTES_PASS, Deed.HOURS_PASS, Deed.GO_AWAY),
            event(Deed.HOURS_PASS)));
  }

  /** Told after all is well, with an hour for each attempt. */
  private static Arbitrary<List<Event>> chapter(List<Arbitrary<Event>> events) {
    var well =
        List.of(
            always(Deed.VENDOR_RECOVERS, 0),
            always(Deed.GATE_OPENS, 0),
            always(Deed.SUSPEND, 1),
            always(Deed.TIMEOUT, 4));
    return Combinators.combine(Stream.concat(well.stream(), events.stream()).toList())
        .as(told -> told);
  }

  private static Arbitrary<Event> always(Deed deed, int n) {
    return Arbitraries.just(new Event(deed, n));
  }

  private static Arbitrary<Event> event(Deed... deeds) {
    return event(Arbitraries.of(deeds));
  }

  private static Arbitrary<Event> event(Arbitrary<Deed> deeds) {
    return Combinators.combine(deeds, Arbitraries.integers().between(0, Deed.MOST)).as(Event::new);
  }
}
