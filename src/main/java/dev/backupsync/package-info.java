/** The composition root: the only place where the parts meet. */
@NullMarked
package dev.backupsync;

import org.jspecify.annotations.NullMarked;
