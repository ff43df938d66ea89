/**
 * The port that each vendor implements: what the operator asks of a vendor ({@link
 * dev.backupsync.vendor.SyncBackend}, {@link dev.backupsync.vendor.VendorClient}) and the values in
 * which a vendor answers ({@link dev.backupsync.vendor.Outcome}).
 *
 * <p>Rule: uses only the JDK and the api records. Vendors translate their answers into these
 * values; package {@code statemachine} decides what follows from them.
 */
@NullMarked
package dev.backupsync.vendor;

import org.jspecify.annotations.NullMarked;
