package dev.backupsync.controller.status;

/**
 * Copies a resource with another status, for a write. Everything else is shared: a copy through
 * JSON for each write would cost as much as the write.
 *
 * @param <P> the kind
 * @param <S> its status
 */
@FunctionalInterface
public interface StatusCopy<P, S> {
  P of(P resource, S status);
}
