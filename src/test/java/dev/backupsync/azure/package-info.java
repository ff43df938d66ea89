/**
 * Judges the Azure adapter by the simulator's counters: what Azure saw is the truth.
 *
 * <p>Rule: tables for the pure readers, the simulator for all else, because a mock would only
 * repeat what we believe.
 */
@NullMarked
package dev.backupsync.azure;

import org.jspecify.annotations.NullMarked;
