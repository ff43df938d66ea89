package dev.backupsync.operation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.backupsync.api.v1alpha1.SyncStatus;

/** Statuses as the store keeps them: as text, and in no other way. */
final class Memory {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  private Memory() {}

  static String write(SyncStatus status) {
    try {
      return JSON.writeValueAsString(status);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  static SyncStatus read(String json) {
    try {
      return JSON.readValue(json, SyncStatus.class);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
