package dev.backupsync.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.charset.StandardCharsets;

/**
 * An object as the API server keeps it: Go writes some characters in six bytes that Jackson writes
 * in one.
 */
public record Stored(String json) {
  private static final String STATUS = ",\"status\":{";

  public static Stored of(Stage stage, Class<? extends HasMetadata> kind, String name) {
    return new Stored(
        stage
            .client()
            .raw(
                "/apis/backupsync.dev/v1alpha1/namespaces/%s/%s/%s"
                    .formatted(stage.namespace(), HasMetadata.getPlural(kind), name)));
  }

  public int bytes() {
    return bytes(json);
  }

  /** Of the status, which is an object's last part. */
  public int statusBytes() {
    var start = json.indexOf(STATUS) + STATUS.length() - 1;
    return bytes(json.substring(start, json.lastIndexOf('}')));
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
