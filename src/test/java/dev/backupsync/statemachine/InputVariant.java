package dev.backupsync.statemachine;

import static dev.backupsync.statemachine.Scene.CLOSED;
import static dev.backupsync.statemachine.Scene.FILES;
import static dev.backupsync.statemachine.Scene.T0;

import dev.backupsync.api.v1alpha1.Reason;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** What else may be so when a decision is made, beside the status. */
@SuppressWarnings("ImmutableEnumChecker") // its samples are immutable records and functions
enum InputVariant {
  NOTHING(scene -> scene),
  CLOSED_GATE(scene -> scene.gate(CLOSED)),
  FORBIDDEN(scene -> scene.gate(new Gate.Closed(Reason.CONNECTION_NOT_ALLOWED, "not for you"))),
  UNSEEN_GATE(scene -> scene.gate(new Gate.Unknown())),
  CANCEL(scene -> scene.cancelRequested("c")),
  SUSPENDED(scene -> scene.suspended(true)),
  REQUEST(scene -> scene.requested("b")),
  SUSPENDED_REQUEST(scene -> scene.suspended(true).requested("b")),
  OTHER_TARGET(scene -> scene.target(FILES)),
  INVALID_SPEC(Scene::invalid),
  NO_RETRIES(scene -> scene.retryLimit(0)),
  IF_NEEDED(Scene::ifNeeded),
  /** IfNeeded, and it is time to look. */
  CHECK_DUE(scene -> scene.ifNeeded().status(scene.status().withNextCheckTime(T0.plusSeconds(60)))),
  /** A slot a minute ago. */
  SLOT_DUE(scene -> scene.daily("00:00").servedUntil(T0.minusSeconds(1))),
  /** Three slots, the latest a minute ago. */
  SLOTS_DUE(scene -> scene.daily("00:00").servedUntil(T0.minusSeconds(2 * 86400 + 1))),
  SLOT_TOO_LATE(
      scene -> scene.daily("00:00", Duration.ofSeconds(59)).servedUntil(T0.minusSeconds(1))),
  SLOT_SERVED(scene -> scene.daily("00:00").servedUntil(T0)),
  SLOT_NOT_YET(scene -> scene.daily("00:02").servedUntil(T0)),
  SUSPENDED_SLOT(scene -> SLOTS_DUE.in(scene).suspended(true)),
  REQUEST_AND_SLOT(scene -> SLOT_DUE.in(scene).requested("b")),
  TARGET_AND_SLOT(scene -> SLOT_DUE.in(scene).target(FILES)),
  CLOSED_AND_SLOT(scene -> SLOT_DUE.in(scene).gate(CLOSED)),
  CHECK_AND_SLOT(scene -> SLOT_NOT_YET.in(scene).ifNeeded()),
  NEW_SCHEDULE(scene -> scene.daily("00:00")),
  OVERDUE(scene -> scene.at(T0.plus(Duration.ofHours(12)).plusSeconds(1))),
  /** Later than any run may be out of sight. */
  GIVEN_UP(scene -> scene.at(T0.plus(Duration.ofDays(8))));

  private final UnaryOperator<Scene> change;

  InputVariant(UnaryOperator<Scene> change) {
    this.change = change;
  }

  Scene in(Scene scene) {
    return change.apply(scene);
  }
}
