package dev.backupsync.azure;

import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.StatusBudget;
import dev.backupsync.api.v1alpha1.Truncation;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * Where an operation is read: opaque, about 3 KB, and signed, so it is sent as it came and never
 * told to anybody. Links to further pages of a list are held to the same.
 */
final class OperationUrl {
  private final URI uri;

  private OperationUrl(URI uri) {
    this.uri = uri;
  }

  /**
   * Empty where it is not an https URL without user info that can be sent byte for byte. Too long
   * ones are not kept either, for status is no place for them; then the instance itself is watched.
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
      return Optional.empty(); // the exception would tell the URL
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

  /** As it came. */
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

  /**
   * Whether a success there always comes with a status document, as Azure-AsyncOperation has it.
   */
  boolean promisesStatus() {
    return uri.getRawPath().toLowerCase(Locale.ROOT).contains("/operationstatus/");
  }

  /** The host alone: the rest is signed. */
  @Override
  public String toString() {
    return "https://" + host() + "/…";
  }
}
