package dev.backupsync.azure.auth;

import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.http.TrafficListener;
import dev.backupsync.time.Clocks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Holds the one token of a connection, which all its runs share, and renews it before it expires.
 * Only one caller at a time requests a new token; all others wait for its result. So an authority
 * that is down is called once, and not once per run.
 */
public final class AzureTokenCache {
  /** The result of a log-in. */
  public sealed interface LoginResult {}

  public record Token(String value, Instant expires) implements LoginResult {
    @Override
    public String toString() {
      return "Token[***, " + expires + "]";
    }
  }

  /**
   * Why there is no token.
   *
   * @param retryAfter when the issuer wants to be called again, if it says so
   */
  public record NoToken(ConnectionReason reason, SyncError error, Optional<Duration> retryAfter)
      implements LoginResult {
    public NoToken(ConnectionReason reason, SyncError error) {
      this(reason, error, Optional.empty());
    }
  }

  /** Logs in, each time anew; expected trouble is a {@link NoToken}. */
  public interface Source {
    LoginResult login();
  }

  private static final Duration MARGIN = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The pause after a refused log-in: many runs with a wrong secret would lock an account. */
  static final Duration PAUSE = Duration.ofSeconds(30);

  /**
   * @param paced whether the issuer itself set the time
   */
  private record Refusal(NoToken noToken, Instant until, boolean paced) {}

  /**
   * @param until when it expires
   */
  private record Held(Token token, Instant renewal, Instant until) {}

  private final Source source;
  private final TrafficListener traffic;
  private final InstantSource wall;
  private final InstantSource steady;
  private Optional<Held> held = Optional.empty();
  private Optional<Refusal> refused = Optional.empty();
  private Optional<CompletableFuture<LoginResult>> inFlight = Optional.empty();

  public AzureTokenCache(Source source, TrafficListener traffic, Clocks clocks) {
    this.source = source;
    this.traffic = traffic;
    this.wall = clocks.wall();
    this.steady = clocks.steady();
  }

  /** The current token while it is good, else a new one. */
  public LoginResult current() {
    var now = steady.instant();
    var good = held().filter(one -> now.isBefore(one.until()));
    if (good.filter(one -> now.isBefore(one.renewal())).isPresent()) {
      return good.get().token();
    }
    return switch (refusal(false).<LoginResult>map(no -> no).orElseGet(this::fresh)) {
      case Token token -> token;
      case NoToken noToken -> good.<LoginResult>map(Held::token).orElse(noToken);
    };
  }

  /** A token other than the refused one; logs in only if no newer token was obtained meanwhile. */
  public LoginResult insteadOf(Token refused) {
    return forget(refused)
        .<LoginResult>map(Held::token)
        .or(() -> refusal(false))
        .orElseGet(this::fresh);
  }

  /** Why the issuer must not be called now. */
  private synchronized Optional<NoToken> refusal(boolean onlyPaced) {
    var now = steady.instant();
    return refused
        .filter(no -> now.isBefore(no.until()) && (no.paced() || !onlyPaced))
        .map(Refusal::noToken);
  }

  /** Logs in now, or waits for the log-in in progress; no log-in if the issuer set a pause. */
  public LoginResult fresh() {
    var paced = refusal(true);
    if (paced.isPresent()) {
      return paced.get();
    }
    var mine = new CompletableFuture<LoginResult>();
    var theirs = joinOrLead(mine);
    return theirs.isPresent() ? await(theirs.get()) : lead(mine);
  }

  private synchronized Optional<CompletableFuture<LoginResult>> joinOrLead(
      CompletableFuture<LoginResult> mine) {
    var theirs = inFlight;
    if (theirs.isEmpty()) {
      inFlight = Optional.of(mine);
    }
    return theirs;
  }

  private LoginResult lead(CompletableFuture<LoginResult> mine) {
    try {
      var login = source.login();
      traffic.loggedIn(login instanceof Token);
      keep(login);
      mine.complete(login);
      return login;
    } finally {
      synchronized (this) {
        inFlight = Optional.empty();
      }
      mine.completeExceptionally(new IllegalStateException("The login broke off"));
    }
  }

  /** Renewal comes before the expiry; if it fails, a token that is still good remains in use. */
  private synchronized void keep(LoginResult login) {
    var now = steady.instant();
    refused =
        switch (login) {
          case Token _ -> Optional.empty();
          case NoToken noToken -> refusal(noToken, now);
        };
    held =
        switch (login) {
          case Token token -> Optional.of(held(token, now));
          case NoToken _ -> held.map(one -> new Held(one.token(), now.plus(PATIENCE), one.until()));
        };
  }

  private static Optional<Refusal> refusal(NoToken noToken, Instant now) {
    var wrong =
        noToken.reason() == ConnectionReason.CREDENTIALS_INVALID
            || noToken.reason() == ConnectionReason.ACCESS_DENIED;
    return noToken
        .retryAfter()
        .map(wait -> new Refusal(noToken, now.plus(wait), true))
        .or(() -> Optional.of(new Refusal(noToken, now.plus(PAUSE), false)).filter(_ -> wrong));
  }

  /** Its expiry is a wall-clock time, and the wall clock may be set before then. */
  private Held held(Token token, Instant now) {
    var lifetime = Duration.between(wall.instant(), token.expires());
    var tenth = lifetime.dividedBy(10);
    var until = now.plus(lifetime);
    return new Held(token, until.minus(tenth.compareTo(MARGIN) < 0 ? tenth : MARGIN), until);
  }

  private synchronized Optional<Held> forget(Token refused) {
    held = held.filter(one -> !one.token().equals(refused));
    return held;
  }

  private synchronized Optional<Held> held() {
    return held;
  }

  private static LoginResult await(CompletableFuture<LoginResult> theirs) {
    try {
      return theirs.get();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new NoToken(
          ConnectionReason.UNREACHABLE, SyncError.of("Interrupted", "Interrupted during a login"));
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
