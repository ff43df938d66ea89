@NullMarked
package dev.backupsync.tracing;

import org.jspecify.annotations.NullMarked;
