package dev.backupsync.azure;

import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.StatusBudget;
import dev.backupsync.api.v1alpha1.Truncation;
import dev.backupsync.azure.rest.Hosts;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * The URL at which an operation is read: opaque, about 3 KB, and signed, so it is sent unchanged
 * and never shown. Links to further pages of a list follow the same rules.
 */
final class OperationUrl {
  private final URI uri;

  private OperationUrl(URI uri) {
    this.uri = uri;
  }

  /**
   * Empty if it is not an https URL without user info that can be sent byte for byte. A URL that is
   * too long for status is not kept either; then the instance itself is watched.
   */
  static Optional<OperationUrl> of(String raw) {
    if (!Truncation.fits(raw, StatusBudget.URL)
        || !raw.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      return Optional.empty();
    }
    try {
      var uri = new URI(raw); // keeps its input, and the JDK's client sends the raw parts of it
      return "https".equalsIgnoreCase(uri.getScheme())
              && uri.getHost() != null
              && uri.getRawUserInfo() == null
              && uri.getRawFragment() == null
          ? Optional.of(new OperationUrl(uri))
          : Optional.empty();
    } catch (URISyntaxException _) {
      return Optional.empty(); // the exception's message would show the URL
    }
  }

  URI uri() {
    return uri;
  }

  /** The host in lower case. */
  String host() {
    return Hosts.name(uri);
  }

  int port() {
    return Hosts.port(uri);
  }

  /** Unchanged, as Azure sent it. */
  String text() {
    return uri.toString();
  }

  Operation handle() {
    return new Operation(id().orElse(null), text());
  }

  /** The operation's id, which is the path's last segment. */
  Optional<String> id() {
    var path = uri.getRawPath();
    return Optional.of(path.substring(path.lastIndexOf('/') + 1))
        .filter(id -> !id.isEmpty() && Truncation.fits(id, StatusBudget.WORD));
  }

  /** Whether a success at this URL always has a status document, as with Azure-AsyncOperation. */
  boolean promisesStatus() {
    return uri.getRawPath().toLowerCase(Locale.ROOT).contains("/operationstatus/");
  }

  /** Only the host: the rest is signed. */
  @Override
  public String toString() {
    return "https://" + host() + "/…";
  }
}
