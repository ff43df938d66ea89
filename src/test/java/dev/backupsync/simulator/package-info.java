/**
 * The two vendors, played over real TLS with state that lasts and faults that tests script. Nothing
 * here knows the operator's own code: a simulator that shared it would share its mistakes.
 */
@NullMarked
package dev.backupsync.simulator;

import org.jspecify.annotations.NullMarked;
