package dev.backupsync.statemachine;

/** Something that happened to a sync and that users should see once; becomes a Kubernetes event. */
public record SyncEvent(Kind kind, String message) {

  /** What happened. */
  public enum Kind {
    STARTED("Started", "Start", false),
    ADOPTED("Adopted", "Start", false),
    SUCCEEDED("Succeeded", "Synchronize", false),
    CANCELLED("Cancelled", "Cancel", false),
    FAILED("Failed", "Synchronize", true),
    RETRYING("Retrying", "Synchronize", true),
    TIMED_OUT("TimedOut", "Synchronize", true),
    SESSION_LOST("SessionLost", "Synchronize", true),
    MISSED_SCHEDULE("MissedSchedule", "Schedule", true),
    CANCEL_UNSUPPORTED("CancelUnsupported", "Cancel", true),
    LEFT_RUNNING("LeftRunning", "Cancel", true),
    SECOND_OPERATOR("SecondOperator", "WriteStatus", true);

    private final String word;
    private final String action;
    private final boolean warning;

    Kind(String word, String action, boolean warning) {
      this.word = word;
      this.action = action;
      this.warning = warning;
    }

    /** What the operator was doing when it happened. */
    public String action() {
      return action;
    }

    public String word() {
      return word;
    }

    public boolean isWarning() {
      return warning;
    }
  }
}
