package dev.backupsync.veeam;

import java.util.Optional;

/**
 * A repository as the server shows it.
 *
 * @param id plain
 * @param outOfSync empty if the server does not say
 */
record Repository(Optional<String> id, Optional<String> name, Optional<Boolean> outOfSync) {

  /** Whether it has both an id and a name. */
  boolean legible() {
    return id.isPresent() && name.isPresent();
  }
}
