/**
 * The core: what to do next with a sync, and in which order.
 *
 * <p>Rule: the JDK and the api records only, no I/O and no clock of its own, so that every decision
 * can be tested as a table; vendors come in through {@link dev.backupsync.operation.SyncBackend}.
 */
@NullMarked
package dev.backupsync.operation;

import org.jspecify.annotations.NullMarked;
