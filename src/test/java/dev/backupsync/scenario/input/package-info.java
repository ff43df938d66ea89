/**
 * Specs and statuses that are wrong, newer than the operator, or edited while a run is under way.
 */
@NullMarked
package dev.backupsync.scenario.input;

import org.jspecify.annotations.NullMarked;
