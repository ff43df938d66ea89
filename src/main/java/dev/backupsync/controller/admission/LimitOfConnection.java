package dev.backupsync.controller.admission;

import dev.backupsync.connection.ConnectionKey;

/** Returns how many syncs may run through a connection at a time; this may change at any time. */
@FunctionalInterface
interface LimitOfConnection {
  int limit(ConnectionKey connection);
}
