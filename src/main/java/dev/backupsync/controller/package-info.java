/**
 * The four reconcilers and what they share: from a resource to a decision, and from a decision to
 * status, conditions and events.
 *
 * <p>Rule: wiring only. What to do is the core's business, how to reach a vendor the connections'.
 */
@NullMarked
package dev.backupsync.controller;

import org.jspecify.annotations.NullMarked;
