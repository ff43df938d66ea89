/**
 * Input of the worst sort on a real API server: objects and statuses that nobody would write by
 * mistake. Whoever may write one object must not be able to stop the operator for the others.
 */
@NullMarked
package dev.backupsync.hostile;

import org.jspecify.annotations.NullMarked;
