package dev.backupsync.veeam;

import java.util.Optional;

/**
 * A repository as the server shows it.
 *
 * @param id plain
 * @param outOfSync empty where the server does not say
 */
record Repository(Optional<String> id, Optional<String> name, Optional<Boolean> outOfSync) {

  /** Whether it can be told from others by its name. */
  boolean legible() {
    return id.isPresent() && name.isPresent();
  }
}
