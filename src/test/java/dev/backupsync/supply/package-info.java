/** What ships is known, is what was built, and can be built again: of the package, not the code. */
@NullMarked
package dev.backupsync.supply;

import org.jspecify.annotations.NullMarked;
