/** Schedules, and what the clocks of the operator and its machine do to runs. */
@NullMarked
package dev.backupsync.scenario.schedule;

import org.jspecify.annotations.NullMarked;
