package dev.backupsync.controller;

import dev.backupsync.vendor.Outcome;
import java.util.Optional;

/** Tells why no run may be started at present. The vendor is still called for everything else. */
@FunctionalInterface
interface StartBlock {
  /** What becomes of a start now; empty if it may be sent. */
  Optional<Outcome.Deferred> now();
}
