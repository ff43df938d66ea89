package dev.backupsync.controller.admission;

import dev.backupsync.connection.ConnectionKey;

/** How many syncs may run through each connection at a time; may change at any time. */
@FunctionalInterface
interface LimitOfConnection {
  int limit(ConnectionKey connection);
}
