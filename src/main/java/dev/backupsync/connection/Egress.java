package dev.backupsync.connection;

import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.http.MetadataAddresses;
import dev.backupsync.http.Proxies;
import java.util.Optional;

/**
 * Where connections may lead, and through which proxies: set by the administrator, not by tenants.
 *
 * @param allowed the only allowed hosts; any host if empty
 */
public record Egress(Proxies proxies, HostGlobs allowed) {
  /** Every host except those that are always forbidden, without a proxy. */
  public static final Egress ANYWHERE = new Egress(Proxies.NONE, HostGlobs.NONE);

  /** Why a connection must not lead to a host; empty if it may. */
  Optional<SyncError> refusal(String path, String host) {
    if (MetadataAddresses.isNamedBy(host)) {
      return Optional.of(
          error(
              "%s: %s is a link-local or metadata address, which is never called"
                  .formatted(path, host),
              "Name the vendor's server."));
    }
    return allowed.isEmpty() || allowed.match(host)
        ? Optional.empty()
        : Optional.of(
            error(
                "%s: the host %s is not one of those that the operator's option ALLOWED_HOSTS lists"
                    .formatted(path, host),
                "Use a host that is allowed, or have the operator's administrator add this one."));
  }

  private static SyncError error(String message, String action) {
    return SyncError.of("HostNotAllowed", message, action);
  }
}
