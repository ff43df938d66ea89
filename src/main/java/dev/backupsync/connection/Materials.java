package dev.backupsync.connection;

import java.util.Map;
import java.util.Optional;

/** The Secrets and ConfigMaps of one connection's namespace, as they are now. */
public interface Materials {

  /**
   * The texts of a Secret by key, decoded.
   *
   * @return empty where there is no such Secret
   */
  Optional<Map<String, String>> secret(String name);

  /**
   * The texts of a ConfigMap by key.
   *
   * @return empty where there is no such ConfigMap
   */
  Optional<Map<String, String>> configMap(String name);
}
