/**
 * Judges the Helm chart by what Helm and a real API server make of it, never by its text: what
 * users install is what is tested.
 */
@NullMarked
package dev.backupsync.chart;

import org.jspecify.annotations.NullMarked;
