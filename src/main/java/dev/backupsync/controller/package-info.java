/**
 * The four reconcilers and what they share: from a resource to a decision, and from a decision to
 * status, conditions and events.
 *
 * <p>Rule: wiring only. Package {@code statemachine} decides what to do; package {@code connection}
 * knows how to reach a vendor.
 */
@NullMarked
package dev.backupsync.controller;

import org.jspecify.annotations.NullMarked;
