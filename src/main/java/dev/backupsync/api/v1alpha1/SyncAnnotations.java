package dev.backupsync.api.v1alpha1;

/** The annotations that a user sets to act on a sync without touching its spec. */
public final class SyncAnnotations {
  /** A new value asks for a run. */
  public static final String REQUESTED_AT = "backupsync.dev/requested-at";

  /** A new value stops the run in flight. */
  public static final String CANCEL_REQUESTED_AT = "backupsync.dev/cancel-requested-at";

  /** {@code off}: runs start exactly at the schedule's slots, however many syncs share them. */
  public static final String SCHEDULE_JITTER = "backupsync.dev/schedule-jitter";

  private SyncAnnotations() {}
}
