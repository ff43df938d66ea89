package dev.backupsync.veeam;

import dev.backupsync.api.v1alpha1.VeeamApiVersion;
import dev.backupsync.http.EdgeBlanks;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One server and one account on it.
 *
 * @param url https, without query; a path in it comes before the API's own
 * @param apiVersion the version to speak; the newest one served where it is empty
 * @param username may be {@code DOMAIN\\user}
 */
public record VeeamSettings(
    URI url, Optional<VeeamApiVersion> apiVersion, String username, String password) {

  private static final Pattern SLASHES_AT_END = Pattern.compile("(?<!/)/++$");

  /** Ids in {@code path} must be plain, as {@link PlainId} makes them. */
  URI at(VeeamApiVersion version, String path) {
    return URI.create(
        SLASHES_AT_END.matcher(url.toString()).replaceAll("") + "/" + version.word() + "/" + path);
  }

  /** What may be wrong with credentials that are refused; empty where nothing meets the eye. */
  Optional<String> oddity() {
    return EdgeBlanks.advice(Map.of("username", username, "password", password));
  }

  @Override
  public String toString() {
    return "VeeamSettings[" + url + ", " + apiVersion + ", " + username + ", ***]";
  }
}
