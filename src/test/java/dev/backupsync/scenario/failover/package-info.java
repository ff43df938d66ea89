/** Several replicas, or several operators, serve the same objects. */
@NullMarked
package dev.backupsync.scenario.failover;

import org.jspecify.annotations.NullMarked;
