package dev.backupsync.veeam.auth;

import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.api.v1alpha1.VeeamApiVersion;
import dev.backupsync.http.Exchange;
import dev.backupsync.http.NoReply;
import dev.backupsync.http.Reply;
import dev.backupsync.http.TrafficListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One token for all requests of a connection: callers that need it while it is being requested wait
 * for the same log-in.
 */
public final class VeeamTokenCache {
  /** The pause after a refused log-in: many runs with a wrong password would lock the account. */
  static final Duration PAUSE = Duration.ofSeconds(30);

  /**
   * @param paced whether the server itself set the time
   */
  private record Refusal(NoAccess noAccess, Instant until, boolean paced) {}

  private final TokenEndpoint tokenEndpoint;
  private final TrafficListener traffic;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<Token> held = Optional.empty();
  private Optional<Refusal> refused = Optional.empty();
  private final AtomicInteger failures = new AtomicInteger();
  private Optional<NoAccess> failed = Optional.empty();

  public VeeamTokenCache(
      TokenEndpoint tokenEndpoint, TrafficListener traffic, InstantSource clock) {
    this.tokenEndpoint = tokenEndpoint;
    this.traffic = traffic;
    this.clock = clock;
  }

  /** The current token, or a new one if there is none or it is about to expire. */
  public LoginResult current(VeeamApiVersion version) {
    var before = failures.get();
    lock.lock();
    try {
      var fresh = of(version).filter(token -> clock.instant().isBefore(token.renewAt()));
      return fresh.isPresent() ? fresh.get() : renew(version, before);
    } finally {
      lock.unlock();
    }
  }

  /** A token other than this one, which the server did not accept. */
  public LoginResult insteadOf(Token rejected, VeeamApiVersion version) {
    var before = failures.get();
    lock.lock();
    try {
      var other = of(version).filter(token -> !token.access().equals(rejected.access()));
      return other.isPresent() ? other.get() : renew(version, before);
    } finally {
      lock.unlock();
    }
  }

  /** Allows a new log-in at once after a refusal, unless the server set the time; for probes. */
  public void forgetRefusal() {
    lock.lock();
    try {
      refused = refused.filter(Refusal::paced);
    } finally {
      lock.unlock();
    }
  }

  /** Returns the token and forgets it, so that it can be logged out. */
  public Optional<Token> surrender() {
    lock.lock();
    try {
      var token = held;
      held = Optional.empty();
      return token;
    } finally {
      lock.unlock();
    }
  }

  private Optional<Token> of(VeeamApiVersion version) {
    return held.filter(token -> token.version() == version);
  }

  /** A log-in that failed while a caller waited for it has failed for that caller as well. */
  private LoginResult renew(VeeamApiVersion version, int failuresBefore) {
    if (failures.get() != failuresBefore && failed.isPresent()) {
      return failed.get();
    }
    var refresh = of(version).flatMap(Token::refresh);
    held = Optional.empty(); // a refresh token may be used up even if its answer is lost
    var now = clock.instant();
    var pause = refused.filter(refusal -> now.isBefore(refusal.until()));
    if (pause.isPresent()) {
      return pause.get().noAccess();
    }
    if (refresh.isPresent()) {
      var again = tokenEndpoint.byRefresh(version, refresh.get());
      if (!(again instanceof Reply reply) || reply.throttled()) {
        return read(version, again);
      }
      if (read(version, reply) instanceof Token token) {
        return token;
      }
    }
    return read(version, tokenEndpoint.byPassword(version));
  }

  private LoginResult read(VeeamApiVersion version, Exchange exchange) {
    var login =
        switch (exchange) {
          case NoReply silence -> TokenResponses.silent(silence);
          case Reply reply ->
              TokenResponses.read(tokenEndpoint.settings(), version, reply, clock.instant());
        };
    traffic.loggedIn(login instanceof Token);
    switch (login) {
      case Token token -> {
        held = Optional.of(token);
        refused = Optional.empty();
        failed = Optional.empty();
      }
      case NoAccess noAccess -> {
        refused = refusal(noAccess);
        failed = Optional.of(noAccess);
        failures.incrementAndGet();
      }
    }
    return login;
  }

  private Optional<Refusal> refusal(NoAccess noAccess) {
    var wrong =
        noAccess.reason() == ConnectionReason.CREDENTIALS_INVALID
            || noAccess.reason() == ConnectionReason.ACCESS_DENIED;
    var now = clock.instant();
    return noAccess
        .retryAfter()
        .map(wait -> new Refusal(noAccess, now.plus(wait), true))
        .or(() -> Optional.of(new Refusal(noAccess, now.plus(PAUSE), false)).filter(_ -> wrong));
  }
}
