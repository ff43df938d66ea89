/** Makes the container image: a Java runtime, the libraries, the AOT cache and the jar, by Jib. */
@NullMarked
package dev.backupsync.image;

import org.jspecify.annotations.NullMarked;
