/**
 * Sends a trace of each run over OTLP, where an endpoint is set.
 *
 * <p>Rule: nothing of OpenTelemetry is loaded unless it is, and only this package knows it.
 */
@NullMarked
package dev.backupsync.tracing;

import org.jspecify.annotations.NullMarked;
