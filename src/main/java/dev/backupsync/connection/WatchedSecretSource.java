package dev.backupsync.connection;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Watches only the Secrets and ConfigMaps that connections refer to, each by its name, so that a
 * change takes effect at once and no other Secret is ever read.
 */
public final class WatchedSecretSource implements AutoCloseable {
  private final KubernetesClient client;
  private final Map<Reference, Watched<?>> watched = new ConcurrentHashMap<>();
  private final List<Consumer<ConnectionKey>> onChange = new CopyOnWriteArrayList<>();

  public WatchedSecretSource(KubernetesClient client) {
    this.client = client;
  }

  /** Calls the listener with the connection whose Secret or ConfigMap changed. */
  public void onChange(Consumer<ConnectionKey> listener) {
    onChange.add(listener);
  }

  private record Reference(Class<? extends HasMetadata> kind, String namespace, String name) {
    String describe() {
      return kind.getSimpleName() + " " + namespace + "/" + name;
    }
  }

  private record Watched<T extends HasMetadata>(
      SharedIndexInformer<T> informer, Set<ConnectionKey> users) {}

  /**
   * Reads a connection with the objects that it refers to. Each object that is read is watched from
   * then on; an object that it no longer refers to is not.
   */
  public <R> R read(ConnectionKey connection, Function<SecretSource, R> reader) {
    var used = new HashSet<Reference>();
    var result = reader.apply(secrets(connection, used));
    release(connection, reference -> !used.contains(reference));
    return result;
  }

  private SecretSource secrets(ConnectionKey connection, Set<Reference> used) {
    return new SecretSource() {
      private final SortedSet<String> versions = new TreeSet<>();

      @Override
      public Optional<Map<String, byte[]>> secret(String name) {
        var secret = read(Secret.class, connection, name, used);
        secret.ifPresent(found -> versions.add(found.getMetadata().getResourceVersion()));
        return secret.map(found -> decoded(found.getData()));
      }

      @Override
      public Optional<Map<String, byte[]>> configMap(String name) {
        return read(ConfigMap.class, connection, name, used).map(WatchedSecretSource::content);
      }

      @Override
      public String secretVersion() {
        return String.join(",", versions);
      }
    };
  }

  private <T extends HasMetadata> Optional<T> read(
      Class<T> kind, ConnectionKey user, String name, Set<Reference> used) {
    var reference = new Reference(kind, user.namespace(), name);
    used.add(reference);
    var watch = watched.compute(reference, (_, known) -> used(reference, known, user));
    return watch.informer().getStore().list().stream().findFirst().map(kind::cast);
  }

  /**
   * Adds the user in the same step as the look-up; otherwise the last other user could stop the
   * watch in between.
   */
  private Watched<?> used(Reference reference, @Nullable Watched<?> known, ConnectionKey user) {
    var watch = known == null ? watch(reference, reference.kind()) : known;
    watch.users().add(user);
    return watch;
  }

  /** Returns once the first list is read, so that an existing object is never reported missing. */
  private <T extends HasMetadata> Watched<T> watch(Reference reference, Class<T> kind) {
    Set<ConnectionKey> users = ConcurrentHashMap.newKeySet();
    var one = client.resources(kind).inNamespace(reference.namespace()).withName(reference.name());
    var informer = RestartingInformer.on(one, new Changes<T>(() -> users.forEach(this::tell)));
    return new Watched<>(informer, users);
  }

  private void tell(ConnectionKey user) {
    FatalErrors.guard(
        "Telling connection " + user + " of its Secret",
        () -> onChange.forEach(listener -> listener.accept(user)));
  }

  private static Map<String, byte[]> content(ConfigMap map) {
    var content = new HashMap<>(decoded(map.getBinaryData()));
    var texts = Objects.requireNonNullElse(map.getData(), Map.<String, String>of());
    texts.forEach((key, text) -> content.put(key, text.getBytes(StandardCharsets.UTF_8)));
    return content;
  }

  private static Map<String, byte[]> decoded(@Nullable Map<String, String> data) {
    if (data == null) {
      return Map.of();
    }
    return data.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, entry -> Base64.getDecoder().decode(entry.getValue())));
  }

  /** The connection is gone: objects that only it referred to are no longer watched. */
  public void release(ConnectionKey connection) {
    release(connection, _ -> true);
  }

  private void release(ConnectionKey connection, Predicate<Reference> which) {
    watched.keySet().stream()
        .filter(which)
        .forEach(
            reference ->
                watched.computeIfPresent(reference, (_, watch) -> left(watch, connection)));
  }

  /** The watch without this user; null if that was its last user. */
  private static @Nullable Watched<?> left(Watched<?> watch, ConnectionKey connection) {
    if (watch.users().remove(connection) && watch.users().isEmpty()) {
      watch.informer().stop();
      return null;
    }
    return watch;
  }

  /** The states of the watches. */
  public List<WatchState> watches() {
    return watched.entrySet().stream()
        .map(one -> WatchState.of(one.getKey().describe(), one.getValue().informer()))
        .toList();
  }

  @Override
  public void close() {
    watched.values().forEach(watch -> watch.informer().stop());
    watched.clear();
  }

  private record Changes<T>(Runnable changed) implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T added) {
      changed.run();
    }

    @Override
    public void onUpdate(T before, T after) {
      changed.run();
    }

    @Override
    public void onDelete(T deleted, boolean finalStateUnknown) {
      changed.run();
    }
  }
}
