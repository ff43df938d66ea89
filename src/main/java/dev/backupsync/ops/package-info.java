/**
 * What operators of the operator need: health, metrics, logging.
 *
 * <p>Rule: listens and tells, and never steers what it tells of.
 */
@NullMarked
package dev.backupsync.ops;

import org.jspecify.annotations.NullMarked;
