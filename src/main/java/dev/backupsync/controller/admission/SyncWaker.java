package dev.backupsync.controller.admission;

import io.javaoperatorsdk.operator.processing.event.ResourceID;

/** Wakes a waiting sync that may start now. */
@FunctionalInterface
public interface SyncWaker {
  void wake(ResourceID sync);
}
