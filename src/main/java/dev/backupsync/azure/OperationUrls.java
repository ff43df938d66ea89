package dev.backupsync.azure;

import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.Run;
import java.util.Optional;

/**
 * Which URL a run is read by: the newest that is named, and never one that must not be sent the
 * token, because anyone who may write status could have put it there.
 */
record OperationUrls(TrustedHosts trusted) {

  /**
   * The handle of a start that was accepted. A URL at a host that is not trusted is kept where
   * there is no better one: the connection may come to trust it.
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

  /** Empty where the run has no URL, or none that may be asked. */
  Optional<OperationUrl> readable(Run run) {
    return url(run).filter(trusted::trust);
  }

  /** Of a run without a URL that may be asked. */
  UnreadableOperation unreadable(Run run) {
    return url(run)
        .<UnreadableOperation>map(url -> new UnreadableOperation.Untrusted(url.host()))
        .orElseGet(UnreadableOperation.Nowhere::new);
  }

  private static Optional<OperationUrl> url(Run run) {
    return run.knownOperation().flatMap(Operation::knownUrl).flatMap(OperationUrl::of);
  }

  /** The new handle, where an answer names another place that may be asked. */
  Optional<Operation> moved(OperationUrl from, AsyncOperation operation) {
    return operation.urls().stream()
        .filter(trusted::trust)
        .findFirst()
        .filter(to -> !to.text().equals(from.text()))
        .map(OperationUrl::handle);
  }
}
