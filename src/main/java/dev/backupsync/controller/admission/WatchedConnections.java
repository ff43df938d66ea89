package dev.backupsync.controller.admission;

import dev.backupsync.api.v1alpha1.ConnectionOptions;
import dev.backupsync.connection.ConnectionKey;
import java.util.Optional;

/** The connections of one kind that the operator watches, as the watch knows them. */
@FunctionalInterface
public interface WatchedConnections {
  /** Empty if the watch does not know the connection. */
  Optional<ConnectionOptions> options(ConnectionKey connection);
}
