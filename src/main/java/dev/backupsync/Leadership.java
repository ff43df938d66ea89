package dev.backupsync;

import dev.backupsync.connection.FatalErrors;
import dev.backupsync.statemachine.StopSignal;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets one of several replicas work, and hands over at once when that one stops. */
final class Leadership {
  private static final Logger log = LoggerFactory.getLogger(Leadership.class);
  private static final int LOST = 1;
  private static final Duration DEADLINE_CHECK = Duration.ofMillis(500);

  /** An API server that does not answer must not delay the end of the process. */
  private static final Duration RELEASE = Duration.ofSeconds(2);

  private final Optional<LeaseElection> election;
  private final String identity;
  private final String lease;
  private final Duration retryPeriod;
  private final StopSignal stopping;
  private final ScheduledExecutorService rounds = thread("lease");
  private final ScheduledExecutorService deadline = thread("lease-deadline");
  private volatile boolean leads;
  private volatile String trouble = "";

  private Leadership(
      Optional<LeaseElection> election,
      String identity,
      String lease,
      Duration retryPeriod,
      StopSignal stopping) {
    this.election = election;
    this.identity = identity;
    this.lease = lease;
    this.retryPeriod = retryPeriod;
    this.stopping = stopping;
  }

  private static ScheduledExecutorService thread(String name) {
    return Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().daemon().name(name).factory());
  }

  static Leadership of(KubernetesClient client, OperatorOptions options, StopSignal stopping) {
    var identity = options.podName() + "-" + UUID.randomUUID().toString().substring(0, 8);
    var given = options.podNamespace().or(() -> Optional.ofNullable(client.getNamespace()));
    var name = new LeaseElection.LeaseName(given.orElse("default"), options.leaseName());
    var times = options.leaseTimes();
    var election =
        options.leaderElection()
            ? Optional.of(
                new LeaseElection(
                    client, name, times, identity, InstantSource.system(), System::nanoTime))
            : Optional.<LeaseElection>empty();
    var lease = name.namespace() + "/" + name.name();
    return new Leadership(election, identity, lease, times.retryPeriod(), stopping);
  }

  /**
   * Takes part in the election from now on.
   *
   * @param onLeading called once, as soon as this replica leads
   * @throws OperatorException if the operator may not use the lease
   */
  void start(Runnable onLeading) {
    if (election.isEmpty()) {
      leads = true;
      onLeading.run();
      return;
    }
    round(election.get(), onLeading, true);
    var pause = retryPeriod.toMillis();
    var _ =
        rounds.scheduleWithFixedDelay(
            () -> round(election.get(), onLeading, false), pause, pause, TimeUnit.MILLISECONDS);
    var check = DEADLINE_CHECK.toMillis();
    var _ =
        deadline.scheduleWithFixedDelay(
            () -> stopIfOverdue(election.get()), check, check, TimeUnit.MILLISECONDS);
  }

  private void round(LeaseElection candidate, Runnable onLeading, boolean first) {
    if (stopping.isStopping() && !leads) {
      return; // nothing is started any more
    }
    try {
      var ours = candidate.attempt();
      trouble = "";
      if (ours && !leads) {
        leads = true;
        log.info("Leading as {}", identity);
        onLeading.run();
      } else if (!ours && leads) {
        lost("was taken by another replica");
      }
    } catch (KubernetesClientException e) {
      if (first && e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        throw new OperatorException(
            "the operator may not use the lease "
                + lease
                + ": its role needs get, create and update");
      }
      report("HTTP " + e.getCode());
    } catch (RuntimeException | Error e) { // an exception in one round must not end the election
      FatalErrors.check(e);
      report(e.getClass().getSimpleName());
    }
  }

  /** Logs each kind of trouble once: there is a round every few seconds. */
  private void report(String what) {
    if (!what.equals(trouble)) {
      trouble = what;
      log.warn("The lease {} could not be read or renewed: {}; trying on", lease, what);
    }
  }

  private void stopIfOverdue(LeaseElection candidate) {
    if (leads && candidate.isOverdue()) {
      lost("could not be renewed");
    }
  }

  /** A replica that lost the lease must stop acting: another one may already be leading. */
  private void lost(String how) {
    if (!stopping.isStopping()) {
      log.error("The lease {} {}; exiting", lease, how);
      Runtime.getRuntime().halt(LOST);
    }
  }

  /** Whether this replica is the one that works. */
  boolean leads() {
    return leads;
  }

  /** Lets the next replica lead before the lease expires. */
  void release() {
    rounds.shutdownNow();
    deadline.shutdownNow();
    if (election.isEmpty() || !leads) {
      return;
    }
    try {
      var gone = Thread.ofVirtual().name("release-lease").start(() -> release(election.get()));
      if (!gone.join(RELEASE)) {
        log.warn("The lease {} was not released in time; it runs out by itself", lease);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void release(LeaseElection held) {
    try {
      held.release();
    } catch (KubernetesClientException e) {
      log.warn("The lease {} could not be released: HTTP {}", lease, e.getCode());
    }
  }
}
