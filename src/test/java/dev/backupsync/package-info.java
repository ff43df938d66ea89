/** Tests of the whole: the operator on an API server, its architecture, its format. */
@NullMarked
package dev.backupsync;

import org.jspecify.annotations.NullMarked;
