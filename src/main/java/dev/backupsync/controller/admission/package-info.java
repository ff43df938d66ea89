/**
 * Admission of runs: whether a sync may call the vendor behind its connection ({@link
 * dev.backupsync.controller.admission.ConnectionGate}), and whether its connection and target have
 * a free place for it ({@link dev.backupsync.controller.admission.RunQueue}).
 *
 * <p>Rule: does not depend on the reconcilers that call it.
 */
@NullMarked
package dev.backupsync.controller.admission;

import org.jspecify.annotations.NullMarked;
