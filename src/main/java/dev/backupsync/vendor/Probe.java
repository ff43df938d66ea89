package dev.backupsync.vendor;

import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.api.v1alpha1.SyncError;
import java.util.Optional;

/** The result of trying a connection. */
public sealed interface Probe {

  /**
   * It works.
   *
   * @param apiVersion the version of the vendor's API that is used
   * @param serverVersion the product's version, if the vendor shows it
   * @param installationId the installation's id, if the vendor shows it
   */
  record Connected(
      String apiVersion, Optional<String> serverVersion, Optional<String> installationId)
      implements Probe {}

  /** It does not work; {@code error} says what to do about it. */
  record NotConnected(ConnectionReason reason, SyncError error) implements Probe {}
}
