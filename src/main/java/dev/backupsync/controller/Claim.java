package dev.backupsync.controller;

import dev.backupsync.connection.ConnectionKey;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;

/**
 * What a sync occupies while it runs.
 *
 * @param exclusive what only one run at a time may have: a repository, or a whole vault
 * @param since when it began to wait; the oldest goes first
 */
record Claim(ResourceID sync, ConnectionKey connection, String exclusive, Instant since) {

  /** For people: whose run it is. */
  String holder() {
    return sync.getNamespace().map(namespace -> namespace + "/").orElse("") + sync.getName();
  }
}
