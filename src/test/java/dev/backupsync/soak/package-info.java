/**
 * The soak: a load of many runs, chance that kills the operator and breaks all that it talks to,
 * and a judge that holds what the statuses say against what the vendors accepted.
 *
 * <p>Rule: chance never knows the judge, and the judge never knows chance; what is a fault and what
 * is not follows from the two ledgers alone, because a soak that excuses its own faults proves
 * nothing.
 */
@NullMarked
package dev.backupsync.soak;

import org.jspecify.annotations.NullMarked;
