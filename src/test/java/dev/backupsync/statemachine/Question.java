package dev.backupsync.statemachine;

import dev.backupsync.api.v1alpha1.Run;
import java.util.Optional;
import java.util.function.Function;

/** The questions of the port, by name. */
@SuppressWarnings("ImmutableEnumChecker") // its samples are immutable records and functions
enum Question {
  LOCATE(VendorCall.Locate::new),
  CHECK(VendorCall.Check::new),
  START(run -> new VendorCall.Start(run, Optional.empty())),
  POLL(VendorCall.Poll::new),
  CANCEL(VendorCall.Cancel::new);

  private final Function<Run, VendorCall> asked;

  Question(Function<Run, VendorCall> asked) {
    this.asked = asked;
  }

  VendorCall about(Run run) {
    return asked.apply(run);
  }

  /** The one that is asked here. */
  static Question in(VendorCall call) {
    return switch (call) {
      case VendorCall.Locate _ -> LOCATE;
      case VendorCall.Check _ -> CHECK;
      case VendorCall.Start _ -> START;
      case VendorCall.Poll _ -> POLL;
      case VendorCall.Cancel _ -> CANCEL;
      case VendorCall.None _ -> throw new IllegalArgumentException("Nothing is asked");
    };
  }
}
