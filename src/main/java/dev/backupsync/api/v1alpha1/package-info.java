/**
 * The custom resources of group {@code backupsync.dev}, version {@code v1alpha1}: what users write
 * and read.
 *
 * <p>Rule: values only. Components may be null because they mirror JSON; everything else in the
 * project reads them through accessors that return {@link java.util.Optional} or a default.
 */
@NullMarked
package dev.backupsync.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
