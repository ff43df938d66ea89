package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a status field by field and leaves out what cannot be read. API servers accept numbers and
 * times that Java does not; if reading the object failed, all objects of its kind would be
 * unreadable. Fields that a newer version added, at any depth, are ignored: after a rollback to
 * this version, a run in flight must not be lost because of one of them.
 */
record StatusParts(JsonNode status) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  <T> @Nullable T value(String name, Class<T> type) {
    return read(status.path(name), type).orElse(null);
  }

  /** Without the elements that cannot be read; null if there is no list. */
  <T> @Nullable List<T> list(String name, Class<T> type) {
    var list = status.path(name);
    return list.isArray()
        ? list.valueStream().flatMap(element -> elements(element, type)).toList()
        : null;
  }

  private static <T> Stream<T> elements(JsonNode element, Class<T> type) {
    return read(element, type).stream();
  }

  private static <T> Optional<T> read(JsonNode node, Class<T> type) {
    if (node.isMissingNode()) {
      return Optional.empty(); // as most fields of most objects
    }
    try {
      return Optional.ofNullable(JSON.treeToValue(node, type));
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
