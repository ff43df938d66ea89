package dev.backupsync.controller.admission;

import dev.backupsync.connection.ConnectionKey;

/** Tells which server a connection leads to; equal for all connections to one server. */
@FunctionalInterface
interface ServerOfConnection {
  String server(ConnectionKey connection);
}
