package dev.backupsync.azure;

import dev.backupsync.api.v1alpha1.BackupInstanceRef;
import dev.backupsync.azure.InstanceList.Named;
import dev.backupsync.azure.auth.AzureTokenCache.NoToken;
import dev.backupsync.http.CallResult;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lists all instances of a vault, page by page. Links to further pages are untrusted input: they
 * are followed unchanged, only to hosts that may receive the token, and only up to a limit.
 */
final class InstanceCatalog {
  /** How long a caller waits for the list before it reads its instance alone. */
  static final Duration PATIENCE = Duration.ofSeconds(3);

  static final int MAX_PAGES = 100;

  /** Twice as many as Azure allows in a vault. */
  private static final int MAX_INSTANCES = 10_000;

  /** Lists of further vaults wait, so that single reads always have free connections. */
  static final int AT_A_TIME = 4;

  private final ArmClient arm;
  private final InstanceUrls urls;
  private final TrustedHosts trusted;
  private final InstantSource clock;
  private final Semaphore turns = new Semaphore(AT_A_TIME);

  InstanceCatalog(ArmClient arm, InstanceUrls urls, TrustedHosts trusted, InstantSource clock) {
    this.arm = arm;
    this.urls = urls;
    this.trusted = trusted;
    this.clock = clock;
  }

  /**
   * All instances of a vault.
   *
   * @param instance any instance in it
   */
  Listing siblings(BackupInstanceRef instance) {
    try {
      if (!turns.tryAcquire(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
        return Listing.unavailable();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Listing.unavailable();
    }
    try {
      return from(urls.siblings(instance));
    } finally {
      turns.release();
    }
  }

  private Listing from(URI first) {
    var end = clock.instant().plus(PATIENCE);
    var visited = new HashSet<URI>();
    List<Named> found = new ArrayList<>();
    var at = first;
    while (visited.add(at) && visited.size() <= MAX_PAGES && clock.instant().isBefore(end)) {
      var answer = arm.list("instances", at, InstancePage.FIELDS);
      var page = page(answer);
      if (page.isEmpty()) {
        return new Listing.Unavailable(wait(answer));
      }
      found.addAll(page.get().instances());
      if (page.get().nextLink().isEmpty()) {
        return new Listing.Complete(new InstanceList(found));
      }
      var next = page.get().nextLink().flatMap(this::followed);
      if (next.isEmpty() || found.size() > MAX_INSTANCES) {
        return Listing.unavailable();
      }
      at = next.get();
    }
    return Listing.unavailable();
  }

  private Optional<URI> followed(String link) {
    return OperationUrl.of(link).filter(trusted::trust).map(OperationUrl::uri);
  }

  private static Optional<InstancePage> page(CallResult<NoToken> answer) {
    return answer instanceof CallResult.Replied(var reply) && reply.success() && reply.intact()
        ? InstancePage.read(reply.body())
        : Optional.empty();
  }

  private static Optional<Duration> wait(CallResult<NoToken> answer) {
    return answer instanceof CallResult.Replied(var reply) && reply.throttled()
        ? reply.retryAfter()
        : Optional.empty();
  }
}
