package dev.backupsync.trouble;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.connection.ConnectionState;
import dev.backupsync.vendor.Need;
import dev.backupsync.vendor.Outcome;
import java.time.Duration;
import java.util.Optional;

/** Outcomes, verdicts and states in the few words that a cell of the table has room for. */
final class Words {
  private Words() {}

  static String of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Running _ -> "Running";
      case Outcome.Succeeded _ -> "Succeeded";
      case Outcome.Unconfirmed(var reason, _) -> "Unconfirmed " + reason.word();
      case Outcome.Failed(var reason, _) -> "Failed " + reason.word();
      case Outcome.Rejected(var reason, _) -> "Rejected " + reason.word();
      case Outcome.Cancelled _ -> "Cancelled";
      case Outcome.CancelUnsupported _ -> "CancelUnsupported";
      case Outcome.Absent(var need, var conclusive, _) ->
          "Absent" + (conclusive ? "" : " for all we know") + of(need);
      case Outcome.Deferred(var reason, _, var wait) -> "Deferred " + reason.word() + of(wait);
      case Outcome.Unknown(var reason, _, var wait) -> "Unknown " + reason.word() + of(wait);
    };
  }

  private static String of(Need need) {
    return switch (need) {
      case Need.Needed _ -> ", needed";
      case Need.NotNeeded _ -> ", not needed";
      case Need.NotVisible(var reason, _) -> ", need unseen: " + reason.word();
    };
  }

  /** Dates are whole seconds and clocks are not, so a wait is told in quarters of a minute. */
  private static String of(Optional<Duration> wait) {
    return wait.map(time -> ", " + Math.ceilDiv(time.toMillis(), 15_000) * 15 + " s").orElse("");
  }

  static String of(ConnectionState state) {
    return switch (state) {
      case ConnectionState.Ready(var probe, _, _, _) -> "Connected, " + probe.apiVersion();
      case ConnectionState.NotReady(var reason, _, _, _) -> "NotConnected " + reason.word();
    };
  }

  static String of(SyncStatus status) {
    var name = status.currentState().name();
    var state = name.charAt(0) + name.substring(1).toLowerCase(java.util.Locale.ROOT);
    return state
        + Optional.ofNullable(status.reason()).map(Reason::word).map(" "::concat).orElse("");
  }
}
