package dev.backupsync.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The access tokens of one Azure, whoever hands them out. */
public final class AzureTokens {
  /** Worth of a bearer token at the moment. */
  enum Standing {
    GOOD,
    EXPIRED,
    UNKNOWN
  }

  private final InstantSource clock;
  private final Map<String, Instant> expiries = new HashMap<>();
  private final List<String> scopes = new ArrayList<>();
  private Duration lifetime = Duration.ofHours(1);

  AzureTokens(InstantSource clock) {
    this.clock = clock;
  }

  public synchronized AzureTokens lifetime(Duration of) {
    lifetime = of;
    return this;
  }

  public synchronized int issued() {
    return scopes.size();
  }

  /**
   * What each token was asked for, oldest first: a scope, or at the managed identity endpoint a
   * resource.
   */
  public synchronized List<String> scopes() {
    return List.copyOf(scopes);
  }

  /** Every token is worthless from now on. */
  public synchronized void revoke() {
    expiries.clear();
  }

  synchronized String issue(String scope) {
    var token =
        "eyJ0eXAiOiJKV1QifQ."
            + (UUID.randomUUID().toString() + UUID.randomUUID()).replace("-", "")
            + ".s";
    expiries.put(token, expires());
    scopes.add(scope);
    return token;
  }

  synchronized long lifetimeSeconds() {
    return lifetime.toSeconds();
  }

  synchronized Instant expires() {
    return clock.instant().plus(lifetime);
  }

  synchronized Standing standing(String token) {
    var expires = expiries.get(token);
    if (expires == null) {
      return Standing.UNKNOWN;
    }
    return clock.instant().isBefore(expires) ? Standing.GOOD : Standing.EXPIRED;
  }
}
