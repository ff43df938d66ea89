/**
 * Everything that can go wrong at a vendor, at every call, over the whole way from the wire to the
 * status. Rule: nothing here is played but the vendor, because what counts is what users see.
 */
@NullMarked
package dev.backupsync.trouble;

import org.jspecify.annotations.NullMarked;
