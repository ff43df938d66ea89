package dev.backupsync.api.v1alpha1;

/**
 * The size limit of each text in a sync's status, in bytes as {@link Truncation} counts them. With
 * every text at its limit, a status is still smaller than {@link #WHOLE}. Only {@code lastError}
 * holds an error in full; all other fields hold an excerpt.
 */
public final class StatusBudget {
  /** Of a status as the API server stores it. */
  public static final int WHOLE = 16 * 1024;

  /** Of {@code lastError.message}. */
  public static final int MESSAGE = 1024;

  /** Of {@code message} and of {@code error}. */
  public static final int LINE = 512;

  /** Of each of two conditions. */
  public static final int CONDITION = 320;

  /** Of {@code lastRun.error}. */
  public static final int LAST_RUN = 256;

  /** Of each error and each token of the ten runs in the history. */
  public static final int PAST = 64;

  /** Of a vendor's code, state or id. */
  public static final int WORD = 128;

  /** Of one recommended action, and of all of them together. */
  public static final int ACTION = 256;

  public static final int ACTIONS = 512;
  public static final int MOST_ACTIONS = 5;

  /** Of the id that the operator gives a run. */
  public static final int RUN_ID = 36;

  /** Of the signature that distinguishes one operator process from another. */
  public static final int SIGNATURE = 8;

  /** Of an annotation's value that is copied to status. */
  public static final int REQUEST = 256;

  /** Of a cron and its time zone. */
  public static final int SCHEDULE = 296;

  /** Of all the names of a target and its connection. */
  public static final int TARGET = 1280;

  /** How many earlier operations a run remembers. */
  public static final int BYSTANDERS = 20;

  /** Of the URL at which an operation is read. */
  public static final int URL = 4224;

  /** Of a whole handle. */
  public static final int HANDLE = URL + WORD;

  private StatusBudget() {}
}
