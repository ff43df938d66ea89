package dev.backupsync.api.v1alpha1;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The patterns that both the CRDs and the operator check in a spec. */
public final class Patterns {
  public static final String UUID =
      "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$";

  /** A Kubernetes object's name; other text could lead to another path of the API server. */
  public static final String NAME = "^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$";

  /** A duration in Go's format, such as {@code 90s} or {@code 1h30m}. */
  public static final String DURATION = "^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$";

  /** An https URL without user info, query or fragment. */
  public static final String HTTPS_URL = "^https://[^\\s/?#@]+(/[^\\s?#]*)?$";

  public static final String VAULT_NAME = "^[A-Za-z][-A-Za-z0-9]*[A-Za-z0-9]$";

  /** Letters and digits of any script, as Azure allows them. */
  public static final String RESOURCE_GROUP = "^[-\\p{L}\\p{Nd}_.()]*[-\\p{L}\\p{Nd}_()]$";

  /** One path segment of an ARM id. */
  public static final String SEGMENT = "^[^/\\\\?#%<>&\\s]([^/\\\\?#%<>&]*[^/\\\\?#%<>&\\s])?$";

  public static final String API_VERSION = "^[0-9]{4}-[0-9]{2}-[0-9]{2}(-preview)?$";
  public static final String HOST = "^[A-Za-z0-9]([-.A-Za-z0-9]*[A-Za-z0-9])?$";

  /** Longer than any field may be; servers may accept more. */
  private static final int LONGEST = 2048;

  private static final Map<String, Predicate<String>> READ = new ConcurrentHashMap<>();

  private Patterns() {}

  /** Whether the whole text matches one of these patterns; each is compiled once. */
  public static boolean matches(String pattern, String text) {
    return text.length() <= LONGEST
        && READ.computeIfAbsent(pattern, p -> Pattern.compile(p).asMatchPredicate()).test(text);
  }
}
