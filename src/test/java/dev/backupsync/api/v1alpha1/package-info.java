/** Tests of the custom resources as users and servers see them. */
@NullMarked
package dev.backupsync.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
