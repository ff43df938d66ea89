package dev.backupsync.azure;

import dev.backupsync.api.v1alpha1.AnyCase;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;

/** All instances that a vault's list shows, found by name in any case. */
final class InstanceList {
  /** An instance as a list shows it. */
  record Named(String name, BackupInstance instance) {}

  private final Map<String, BackupInstance> byName = new HashMap<>();

  InstanceList(Collection<Named> all) {
    var twice = new HashSet<String>();
    for (var one : all) {
      var name = AnyCase.fold(one.name());
      if (byName.putIfAbsent(name, one.instance()) != null) {
        twice.add(name);
      }
    }
    byName.keySet().removeAll(twice);
  }

  /** Empty if the name is not in the list exactly once. */
  Optional<BackupInstance> named(String name) {
    return Optional.ofNullable(byName.get(AnyCase.fold(name)));
  }
}
