package dev.backupsync;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets one replica of several work, and hands over at once when that one stops. */
final class Leadership {
  private static final Logger log = LoggerFactory.getLogger(Leadership.class);
  private static final String LEASE = "backup-sync-operator";
  private static final int LOST = 1;

  private final KubernetesClient client;
  private final Optional<Lock> lock;
  private final BooleanSupplier stopping;

  private Leadership(KubernetesClient client, Optional<Lock> lock, BooleanSupplier stopping) {
    this.client = client;
    this.lock = lock;
    this.stopping = stopping;
  }

  private record Lock(String namespace, String identity) {}

  static Leadership of(KubernetesClient client, OperatorOptions options, BooleanSupplier stopping) {
    if (!options.leaderElection()) {
      return new Leadership(client, Optional.empty(), stopping);
    }
    var namespace = options.podNamespace().or(() -> Optional.ofNullable(client.getNamespace()));
    var host = Objects.requireNonNullElse(System.getenv("HOSTNAME"), "operator");
    var identity = host + "-" + UUID.randomUUID().toString().substring(0, 8);
    return new Leadership(
        client, Optional.of(new Lock(namespace.orElse("default"), identity)), stopping);
  }

  Optional<LeaderElectionConfiguration> configuration() {
    return lock.map(
        held ->
            LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
                .withLeaseNamespace(held.namespace)
                .withIdentity(held.identity)
                .withLeaderCallbacks(
                    new LeaderCallbacks(
                        () -> log.info("Leading as {}", held.identity),
                        this::lost,
                        leader -> log.debug("The leader is {}", leader)))
                .build());
  }

  /** Whoever lost the lease must not act on what it believes: another one may act already. */
  private void lost() {
    if (!stopping.getAsBoolean()) {
      log.error(
          "The lease {} was lost to another replica, or could not be renewed; exiting", LEASE);
      Runtime.getRuntime().halt(LOST);
    }
  }

  /** Lets the next replica lead without waiting for the lease to run out. */
  void release() {
    lock.ifPresent(this::release);
  }

  private void release(Lock held) {
    try {
      var lease = client.leases().inNamespace(held.namespace).withName(LEASE).get();
      if (lease != null && held.identity.equals(lease.getSpec().getHolderIdentity())) {
        lease.getSpec().setHolderIdentity("");
        lease.getSpec().setLeaseDurationSeconds(1);
        client.resource(lease).update();
      }
    } catch (KubernetesClientException e) {
      log.warn("The lease {} could not be released: HTTP {}", LEASE, e.getCode());
    }
  }
}
