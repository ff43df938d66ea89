/**
 * Who may run now: whether a sync may call the vendor behind its connection ({@link
 * dev.backupsync.controller.admission.ConnectionGate}), and whether a place is free for it at its
 * connection and target ({@link dev.backupsync.controller.admission.AdmissionQueue}).
 *
 * <p>Rule: knows nothing of the reconcilers that ask.
 */
@NullMarked
package dev.backupsync.controller.admission;

import org.jspecify.annotations.NullMarked;
