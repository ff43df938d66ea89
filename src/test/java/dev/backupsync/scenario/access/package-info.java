/** Which namespaces, ways out and secrets the operator uses, and what it never shows. */
@NullMarked
package dev.backupsync.scenario.access;

import org.jspecify.annotations.NullMarked;
