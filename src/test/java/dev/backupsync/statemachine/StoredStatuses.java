package dev.backupsync.statemachine;

import dev.backupsync.api.v1alpha1.StoreJson;
import dev.backupsync.api.v1alpha1.SyncStatus;

/** Statuses as the store keeps them: as text, and in no other way. */
final class StoredStatuses {
  private StoredStatuses() {}

  static String write(SyncStatus status) {
    return StoreJson.write(status);
  }

  static SyncStatus read(String json) {
    return StoreJson.read(json, SyncStatus.class);
  }
}
