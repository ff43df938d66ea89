package dev.backupsync.connection;

import dev.backupsync.api.v1alpha1.ConnectionRef;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Objects;

/** Names a connection among those of its kind. */
public record ConnectionKey(String namespace, String name) {

  public static ConnectionKey of(HasMetadata connection) {
    var meta = connection.getMetadata();
    return new ConnectionKey(meta.getNamespace(), meta.getName());
  }

  /** The connection that a pinned reference names; such a reference always has a namespace. */
  public static ConnectionKey of(ConnectionRef ref) {
    return new ConnectionKey(Objects.requireNonNullElse(ref.namespace(), ""), ref.name());
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
