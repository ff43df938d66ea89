package dev.backupsync.azure;

import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.Run;
import java.util.Optional;

/**
 * Chooses the URL by which a run is read: the newest one, but never one at a host that must not
 * receive the token, because users can edit the URL in status.
 */
record OperationUrls(TrustedHosts trusted) {

  /**
   * The handle of a start that was accepted. A URL at an untrusted host is kept if there is no
   * better one: the connection may trust the host later.
   */
  Operation first(AsyncOperation operation) {
    var urls = operation.urls();
    return urls.stream()
        .filter(trusted::trust)
        .findFirst()
        .or(() -> urls.stream().findFirst())
        .map(OperationUrl::handle)
        .orElse(Operation.UNNAMED);
  }

  /** Empty if the run has no URL, or none at a trusted host. */
  Optional<OperationUrl> readable(Run run) {
    return url(run).filter(trusted::trust);
  }

  /** Why a run without such a URL cannot be read. */
  UnreadableOperation unreadable(Run run) {
    return url(run)
        .<UnreadableOperation>map(url -> new UnreadableOperation.Untrusted(url.host()))
        .orElseGet(UnreadableOperation.Nowhere::new);
  }

  private static Optional<OperationUrl> url(Run run) {
    return run.knownOperation().flatMap(Operation::knownUrl).flatMap(OperationUrl::of);
  }

  /** The new handle, if an answer names another URL at a trusted host. */
  Optional<Operation> moved(OperationUrl from, AsyncOperation operation) {
    return operation.urls().stream()
        .filter(trusted::trust)
        .findFirst()
        .filter(to -> !to.text().equals(from.text()))
        .map(OperationUrl::handle);
  }
}
