package dev.backupsync.connection;

import dev.backupsync.api.v1alpha1.ConnectionOptions;
import dev.backupsync.api.v1alpha1.Defaults;
import dev.backupsync.api.v1alpha1.DurationBounds;
import dev.backupsync.api.v1alpha1.Patterns;
import dev.backupsync.api.v1alpha1.SpecErrors;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the settings that every vendor's requests need from a spec: the URL and the time limit. */
final class RequestSettings {
  private static final int HIGHEST_PORT = 65_535;

  private RequestSettings() {}

  static Duration timeout(ConnectionOptions options, SpecErrors errors) {
    return errors.duration(
        "spec.requestTimeout",
        options.requestTimeout(),
        Defaults.duration(Defaults.REQUEST_TIMEOUT),
        DurationBounds.REQUEST_TIMEOUT);
  }

  /**
   * An https URL with a host; empty if it is wrong or must not be used, which {@code reader} then
   * records.
   */
  static Optional<URI> url(String path, @Nullable String value, ConnectionSpecReader reader) {
    var errors = reader.errors();
    var text =
        errors.text(path, value, Patterns.HTTPS_URL, "an https URL without user info or query");
    try {
      var uri = new URI(text);
      if (uri.getHost() != null && uri.getPort() <= HIGHEST_PORT) {
        reader.host(path, uri.getHost());
        return Optional.of(uri);
      }
    } catch (URISyntaxException _) {
      // reported below, like a URL without a host
    }
    errors.require(text.isEmpty(), path, "has no valid host and port");
    return Optional.empty();
  }
}
