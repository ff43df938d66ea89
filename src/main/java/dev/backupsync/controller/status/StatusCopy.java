package dev.backupsync.controller.status;

/**
 * Makes of a resource one with another status, for a write. What both have in common is shared: a
 * copy by way of JSON for each write would cost as much as the write.
 *
 * @param <P> the kind
 * @param <S> its status
 */
@FunctionalInterface
public interface StatusCopy<P, S> {
  P of(P resource, S status);
}
