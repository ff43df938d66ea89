package dev.backupsync.api.v1alpha1;

/**
 * The shortest and the longest duration for each field of a spec. A CRD cannot express these; the
 * operator checks them, and the descriptions repeat them.
 */
public final class DurationBounds {
  public static final String SHORTEST = "1s";
  public static final String POLL_INTERVAL = "24h";
  public static final String TIMEOUT = "744h";
  public static final String RETRY_INTERVAL = "24h";
  public static final String RETRY_MAX_INTERVAL = "744h";
  public static final String CHECK_INTERVAL = "744h";
  public static final String STARTING_DEADLINE = "8784h";
  public static final String REQUEST_TIMEOUT = "10m";
  public static final String PROBE_INTERVAL = "24h";

  private DurationBounds() {}
}
