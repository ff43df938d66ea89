/**
 * The port that each vendor fills: what the operator asks of it ({@link
 * dev.backupsync.vendor.SyncBackend}, {@link dev.backupsync.vendor.VendorClient}) and the values in
 * which a vendor answers ({@link dev.backupsync.vendor.Outcome}).
 *
 * <p>Rule: the JDK and the api records only. Vendors translate into these values; what follows from
 * them is decided in {@code operation}.
 */
@NullMarked
package dev.backupsync.vendor;

import org.jspecify.annotations.NullMarked;
