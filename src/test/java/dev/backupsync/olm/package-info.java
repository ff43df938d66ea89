/** The bundle for the Operator Lifecycle Manager, made of what is there already. */
@NullMarked
package dev.backupsync.olm;

import org.jspecify.annotations.NullMarked;
