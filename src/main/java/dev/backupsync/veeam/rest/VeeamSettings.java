package dev.backupsync.veeam.rest;

import dev.backupsync.api.v1alpha1.VeeamApiVersion;
import dev.backupsync.http.SurroundingWhitespace;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One server and one account on it.
 *
 * @param url https, without query; its path is the prefix of the API's paths
 * @param apiVersion the version to use; the newest available one if empty
 * @param username may be {@code DOMAIN\\user}
 */
public record VeeamSettings(
    URI url, Optional<VeeamApiVersion> apiVersion, String username, String password) {

  private static final Pattern SLASHES_AT_END = Pattern.compile("(?<!/)/++$");

  /** Ids in {@code path} must be plain, as {@code PlainId} makes them. */
  public URI at(VeeamApiVersion version, String path) {
    return URI.create(
        SLASHES_AT_END.matcher(url.toString()).replaceAll("") + "/" + version.word() + "/" + path);
  }

  /** What may be wrong with credentials that are refused; empty if nothing is visible. */
  public Optional<String> oddity() {
    return SurroundingWhitespace.advice(Map.of("username", username, "password", password));
  }

  @Override
  public String toString() {
    return "VeeamSettings[" + url + ", " + apiVersion + ", " + username + ", ***]";
  }
}
