package dev.backupsync.statemachine;

/** Something that happened to a sync and that users should see once; becomes a Kubernetes event. */
public record SyncEvent(Kind kind, String message) {

  /** What happened. */
  public enum Kind {
    STARTED("Started", false),
    ADOPTED("Adopted", false),
    SUCCEEDED("Succeeded", false),
    CANCELLED("Cancelled", false),
    FAILED("Failed", true),
    RETRYING("Retrying", true),
    TIMED_OUT("TimedOut", true),
    SESSION_LOST("SessionLost", true),
    MISSED_SCHEDULE("MissedSchedule", true),
    CANCEL_UNSUPPORTED("CancelUnsupported", true),
    LEFT_RUNNING("LeftRunning", true),
    SECOND_OPERATOR("SecondOperator", true);

    private final String word;
    private final boolean warning;

    Kind(String word, boolean warning) {
      this.word = word;
      this.warning = warning;
    }

    public String word() {
      return word;
    }

    public boolean isWarning() {
      return warning;
    }
  }
}
