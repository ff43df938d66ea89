/**
 * The four reconcilers: two for kinds of connections, and two for kinds of syncs. Each reads a
 * resource, has a decision made, and turns it into status, conditions and events.
 *
 * <p>Rule: wiring only. Package {@code statemachine} decides what to do; package {@code connection}
 * knows how to reach a vendor.
 */
@NullMarked
package dev.backupsync.controller;

import org.jspecify.annotations.NullMarked;
