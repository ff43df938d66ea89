package dev.backupsync.operation;

import dev.backupsync.api.v1alpha1.Run;
import java.util.Optional;
import java.util.function.Function;

/** The questions of the port, by name. */
@SuppressWarnings("ImmutableEnumChecker") // its samples are immutable records and functions
enum Question {
  LOCATE(Effect.Locate::new),
  CHECK(Effect.Check::new),
  START(run -> new Effect.Start(run, Optional.empty())),
  POLL(Effect.Poll::new),
  CANCEL(Effect.Cancel::new);

  private final Function<Run, Effect> asked;

  Question(Function<Run, Effect> asked) {
    this.asked = asked;
  }

  Effect about(Run run) {
    return asked.apply(run);
  }

  /** The one that is asked here. */
  static Question in(Effect effect) {
    return switch (effect) {
      case Effect.Locate _ -> LOCATE;
      case Effect.Check _ -> CHECK;
      case Effect.Start _ -> START;
      case Effect.Poll _ -> POLL;
      case Effect.Cancel _ -> CANCEL;
      case Effect.None _ -> throw new IllegalArgumentException("Nothing is asked");
    };
  }
}
