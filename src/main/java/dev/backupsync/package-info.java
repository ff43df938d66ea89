/** The composition root: the only package that creates the parts and connects them. */
@NullMarked
package dev.backupsync;

import org.jspecify.annotations.NullMarked;
