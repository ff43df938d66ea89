/**
 * The core: decides what to do next with a sync, and in which order.
 *
 * <p>Rule: uses only the JDK, the api records and the packages {@code vendor}, {@code schedule} and
 * {@code time}, does no I/O and has no clock of its own, so that every decision can be tested as a
 * table. Vendors implement {@link dev.backupsync.vendor.SyncBackend}.
 *
 * <p>Every change of state that results from these decisions is drawn in {@code
 * docs/architecture.md}; {@code StateDiagramTest} compares the drawing with what {@link
 * dev.backupsync.statemachine.SyncMachine} does.
 */
@NullMarked
package dev.backupsync.statemachine;

import org.jspecify.annotations.NullMarked;
