/**
 * The core: what to do next with a sync, and in which order.
 *
 * <p>Rule: the JDK and the api records only, no I/O and no clock of its own, so that every decision
 * can be tested as a table; vendors come in through {@link dev.backupsync.vendor.SyncBackend}.
 *
 * <p>Every change of state that comes of these decisions is drawn in {@code docs/architecture.md};
 * {@code StateDiagramTest} compares the drawing with what {@link
 * dev.backupsync.operation.SyncMachine} does.
 */
@NullMarked
package dev.backupsync.operation;

import org.jspecify.annotations.NullMarked;
