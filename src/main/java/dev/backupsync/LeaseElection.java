package dev.backupsync;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpecBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Competes for one Lease, one round at a time. Whether another replica still holds it is judged by
 * the time at which its record was last seen to change, as in client-go: neither the clocks of
 * other machines nor jumps of our own wall clock matter.
 */
final class LeaseElection {
  private final KubernetesClient client;
  private final LeaseName name;
  private final LeaseTimes times;
  private final String identity;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private Optional<Observation> observed = Optional.empty();
  private long renewedAt;

  /** A record, and when it was first seen with this content. */
  private record Observation(LeaseSpec record, long since) {}

  /** Namespace and name of the Lease. */
  record LeaseName(String namespace, String name) {}

  /**
   * Takes part as one replica.
   *
   * @param times the same for all replicas
   * @param identity different from that of any other replica
   * @param clock for the times in the record, which are for users only
   * @param nanos a monotonic clock, such as {@link System#nanoTime}
   */
  LeaseElection(
      KubernetesClient client,
      LeaseName name,
      LeaseTimes times,
      String identity,
      InstantSource clock,
      LongSupplier nanos) {
    this.client = client;
    this.name = name;
    this.times = times;
    this.identity = identity;
    this.clock = clock;
    this.nanos = nanos;
  }

  /**
   * Takes the lease if it is free, renews it if it is ours.
   *
   * @return whether it is ours after this round
   * @throws KubernetesClientException if the API server cannot be reached or refuses
   */
  boolean attempt() {
    var began = nanos.getAsLong(); // before the write: other replicas count from after it
    var taken = attempt(lease().get(), began);
    if (taken) {
      synchronized (this) {
        renewedAt = began;
      }
    }
    return taken;
  }

  private boolean attempt(Lease lease, long now) {
    try {
      if (lease == null) {
        client.resource(withRecord(new LeaseBuilder(), new LeaseSpec())).create();
        return true;
      }
      var record = Objects.requireNonNullElseGet(lease.getSpec(), LeaseSpec::new);
      if (!isOurs(record) && !isFree(record, now)) {
        return false;
      }
      client.resource(withRecord(new LeaseBuilder(lease), record)).update(); // compare-and-set
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return false; // another replica wrote it at the same time
      }
      throw e;
    }
  }

  private boolean isOurs(LeaseSpec record) {
    return identity.equals(record.getHolderIdentity());
  }

  private boolean isFree(LeaseSpec record, long now) {
    var holder = record.getHolderIdentity();
    if (holder == null || holder.isEmpty()) {
      return true;
    }
    var known = observed.filter(one -> one.record.equals(record));
    if (known.isEmpty()) {
      observed = Optional.of(new Observation(record, now));
      return false;
    }
    return now - known.get().since > duration(record).toNanos();
  }

  private Duration duration(LeaseSpec record) {
    return Optional.ofNullable(record.getLeaseDurationSeconds())
        .map(Duration::ofSeconds)
        .filter(Duration::isPositive)
        .map(
            stated ->
                stated.compareTo(LeaseTimes.LONGEST_DURATION) < 0
                    ? stated
                    : LeaseTimes.LONGEST_DURATION)
        .orElse(times.duration());
  }

  private Lease withRecord(LeaseBuilder lease, LeaseSpec before) {
    var now = ZonedDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    var renewal = isOurs(before) && before.getAcquireTime() != null;
    int transitions = Objects.requireNonNullElse(before.getLeaseTransitions(), 0);
    return lease
        .editOrNewMetadata()
        .withNamespace(name.namespace)
        .withName(name.name)
        .endMetadata()
        .withSpec(
            new LeaseSpecBuilder(before)
                .withHolderIdentity(identity)
                .withLeaseDurationSeconds((int) times.duration().toSeconds())
                .withAcquireTime(renewal ? before.getAcquireTime() : now)
                .withRenewTime(now)
                .withLeaseTransitions(isOurs(before) ? transitions : transitions + 1)
                .build())
        .build();
  }

  /** Whether a leader has failed to renew for so long that it must stop. */
  synchronized boolean isOverdue() {
    return nanos.getAsLong() - renewedAt > times.renewDeadline().toNanos();
  }

  /** Releases the lease if it is ours, so that the next replica need not wait until it expires. */
  void release() {
    var lease = lease().get();
    if (lease != null && lease.getSpec() != null && isOurs(lease.getSpec())) {
      lease.getSpec().setHolderIdentity("");
      lease.getSpec().setLeaseDurationSeconds(1);
      client.resource(lease).update();
    }
  }

  private Resource<Lease> lease() {
    return client.leases().inNamespace(name.namespace).withName(name.name);
  }
}
