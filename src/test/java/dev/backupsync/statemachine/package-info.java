/**
 * The core's tests: tables of decisions, and a vendor kept as a ledger.
 *
 * <p>Rule: no clock, no network and no Kubernetes here either, so that a red row names the decision
 * that changed.
 */
@NullMarked
package dev.backupsync.statemachine;

import org.jspecify.annotations.NullMarked;
