/** The life of a sync: run, retry, cancel, suspend, time out, delete. */
@NullMarked
package dev.backupsync.scenario.lifecycle;

import org.jspecify.annotations.NullMarked;
