package dev.backupsync.api.v1alpha1;

import java.time.Duration;

/**
 * The defaults that the operator applies to a spec. The CRDs set none, so that GitOps tools see no
 * drift; their descriptions, and so {@code kubectl explain} and the reference, repeat these.
 */
public final class Defaults {
  public static final String POLL_INTERVAL = "15s";
  public static final String TIMEOUT = "12h";
  public static final int RETRY_LIMIT = 3;
  public static final String RETRY_INTERVAL = "1m";
  public static final String RETRY_MAX_INTERVAL = "30m";
  public static final String TIME_ZONE = "UTC";
  public static final String REQUEST_TIMEOUT = "30s";
  public static final String PROBE_INTERVAL = "5m";
  public static final int VEEAM_CONCURRENT_SYNCS = 4;
  public static final int AZURE_CONCURRENT_SYNCS = 8;
  public static final String AZURE_API_VERSION = "2024-04-01";
  public static final String CA_KEY = "ca.crt";

  private Defaults() {}

  /** One of the durations above as a value. */
  public static Duration duration(String text) {
    return GoDuration.parse(text).orElseThrow();
  }
}
