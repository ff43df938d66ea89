package dev.backupsync.connection;

import java.util.Map;
import java.util.Optional;

/** The Secrets and ConfigMaps of one connection's namespace, as they are now. */
public interface SecretSource {

  /**
   * The decoded values of a Secret by key.
   *
   * @return empty if there is no such Secret
   */
  Optional<Map<String, byte[]>> secret(String name);

  /**
   * The values of a ConfigMap by key, text or binary.
   *
   * @return empty if there is no such ConfigMap
   */
  Optional<Map<String, byte[]>> configMap(String name);

  /** Changes whenever a Secret that was read so far changes; empty if none existed. */
  String secretVersion();
}
