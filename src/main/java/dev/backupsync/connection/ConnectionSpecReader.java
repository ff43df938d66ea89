package dev.backupsync.connection;

import dev.backupsync.api.v1alpha1.CaBundleRef;
import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.api.v1alpha1.Defaults;
import dev.backupsync.api.v1alpha1.Patterns;
import dev.backupsync.api.v1alpha1.SecretRef;
import dev.backupsync.api.v1alpha1.ServiceAccountRef;
import dev.backupsync.api.v1alpha1.SpecErrors;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.api.v1alpha1.TlsOptions;
import dev.backupsync.http.CaBundle;
import dev.backupsync.http.TlsSettings;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a connection refers to, and remembers the first problem; used for one reading of
 * one connection.
 */
final class ConnectionSpecReader {
  private static final int MOST_KEYS = 5;

  private final SecretSource secrets;
  private final SpecErrors errors = new SpecErrors();
  private final String namespace;
  private final Egress egress;
  private @Nullable SyncError missing;
  private @Nullable SyncError denied;

  ConnectionSpecReader(HasMetadata connection, SecretSource secrets, Egress egress) {
    this.namespace = connection.getMetadata().getNamespace();
    this.secrets = secrets;
    this.egress = egress;
  }

  String namespace() {
    return namespace;
  }

  /** Denies the connection if it must not lead to this host. */
  void host(String path, String host) {
    egress.refusal(path, host).ifPresent(this::deny);
  }

  /** The connection is not allowed as it is; the first reason counts. */
  void deny(SyncError why) {
    if (denied == null) {
      denied = why;
    }
  }

  SpecErrors errors() {
    return errors;
  }

  /** The text under {@code key} of the Secret at {@code path}; empty text if it is missing. */
  String secret(String path, @Nullable SecretRef ref, String key) {
    return named(path, ref == null ? null : ref.name())
        .flatMap(name -> value("Secret", name, secrets.secret(name), key))
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .orElse("");
  }

  /** The name in a reference; empty text if there is none. */
  String name(String path, ServiceAccountRef ref) {
    return named(path, ref.name()).orElse("");
  }

  TlsSettings tls(@Nullable TlsOptions tls) {
    if (tls == null) {
      return TlsSettings.DEFAULT;
    }
    return new TlsSettings(
        Optional.ofNullable(tls.caBundleRef()).map(this::caBundle),
        Optional.ofNullable(tls.serverName()),
        tls.skipsVerification());
  }

  private String caBundle(CaBundleRef ref) {
    var key = Objects.requireNonNullElse(ref.key(), Defaults.CA_KEY);
    return named("spec.tls.caBundleRef", ref.name())
        .flatMap(
            name ->
                switch (Objects.requireNonNullElse(ref.kind(), CaBundleRef.Kind.CONFIG_MAP)) {
                  case CONFIG_MAP -> value("ConfigMap", name, secrets.configMap(name), key);
                  case SECRET -> value("Secret", name, secrets.secret(name), key);
                })
        .map(bytes -> pem(key, bytes))
        .orElse("");
  }

  /** In a normalized form, so that another encoding of the same certificates changes nothing. */
  private String pem(String key, byte[] bundle) {
    try {
      return CaBundle.pem(bundle);
    } catch (IllegalArgumentException e) {
      errors.reject("spec.tls.caBundleRef", e.getMessage() + " (key " + key + ")");
      return "";
    }
  }

  /** The name if it is valid; an invalid name is not requested from the API server. */
  private Optional<String> named(String path, @Nullable String name) {
    var text = errors.text(path + ".name", name, Patterns.NAME, "a name");
    return Optional.of(text).filter(given -> Patterns.matches(Patterns.NAME, given));
  }

  private Optional<byte[]> value(
      String kind, String name, Optional<Map<String, byte[]>> data, String key) {
    if (data.isEmpty()) {
      miss("There is no %s %s in this namespace".formatted(kind, name), "Create it.");
      return Optional.empty();
    }
    var value = Optional.ofNullable(data.get().get(key));
    if (value.isEmpty()) {
      var others = data.get().keySet().stream().sorted().limit(MOST_KEYS).toList();
      var has = others.isEmpty() ? "no key " + key : "no key " + key + ", but " + others;
      miss("%s %s has %s".formatted(kind, name, has), "Add the key, with a value.");
    } else if (isBlank(value.get())) {
      miss("%s %s has nothing under its key %s".formatted(kind, name, key), "Give it a value.");
      return Optional.empty();
    }
    return value;
  }

  private static boolean isBlank(byte[] value) {
    return new String(value, StandardCharsets.UTF_8).isBlank();
  }

  private void miss(String message, String action) {
    if (missing == null) {
      missing = SyncError.of(ConnectionReason.SECRET_NOT_FOUND.word(), message, action);
    }
  }

  /** Why no client can be opened; empty if nothing is missing or wrong. */
  Optional<ClientConfig> problem() {
    return errors
        .toError()
        .<ClientConfig>map(error -> new ClientConfig.Unusable(ConnectionReason.INVALID_SPEC, error))
        .or(
            () ->
                Optional.ofNullable(denied)
                    .map(error -> new ClientConfig.Unusable(ConnectionReason.ACCESS_DENIED, error)))
        .or(
            () ->
                Optional.ofNullable(missing)
                    .map(
                        error ->
                            new ClientConfig.Unusable(ConnectionReason.SECRET_NOT_FOUND, error)));
  }
}
