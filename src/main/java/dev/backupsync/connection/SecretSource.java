package dev.backupsync.connection;

import java.util.Map;
import java.util.Optional;

/** The Secrets and ConfigMaps of one connection's namespace, as they are now. */
public interface SecretSource {

  /**
   * What a Secret holds by key, decoded.
   *
   * @return empty where there is no such Secret
   */
  Optional<Map<String, byte[]>> secret(String name);

  /**
   * What a ConfigMap holds by key, as text or binary.
   *
   * @return empty where there is no such ConfigMap
   */
  Optional<Map<String, byte[]>> configMap(String name);

  /** Another one whenever a Secret that was read so far changes; empty where none was there. */
  String secretVersion();
}
