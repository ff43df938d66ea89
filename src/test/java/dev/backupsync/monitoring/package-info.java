/**
 * Alerts, dashboard and runbooks, tried with a real Prometheus and Alertmanager.
 *
 * <p>Rule: what Prometheus is asked here is what ships, word by word; only waits are shortened.
 */
@NullMarked
package dev.backupsync.monitoring;

import org.jspecify.annotations.NullMarked;
