package dev.backupsync.controller;

import dev.backupsync.vendor.Outcome;
import java.util.Optional;

/** Why nothing may be started at present; the vendor is called for everything else. */
@FunctionalInterface
interface StartBlock {
  /** What becomes of a start now; empty if it may be sent. */
  Optional<Outcome.Deferred> now();
}
