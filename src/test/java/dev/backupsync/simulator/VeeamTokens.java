package dev.backupsync.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Logs in, refreshes and forgets; a refresh token works once. */
public final class VeeamTokens {
  /** How {@code expires_in} is written. */
  public enum ExpiresIn {
    NUMBER,
    TEXT
  }

  /** What a bearer token is worth at the moment. */
  enum Standing {
    GOOD,
    UNKNOWN,
    NEEDS_ANTIFORGERY_COOKIE
  }

  private record Granted(String user, String refreshToken, Instant expires, boolean plain) {}

  private final InstantSource clock;
  private final Map<String, String> passwords = new HashMap<>();
  private final Map<String, Granted> access = new HashMap<>();
  private final Map<String, String> refresh = new HashMap<>();
  private Duration lifetime = Duration.ofHours(1);
  private ExpiresIn expiresIn = ExpiresIn.NUMBER;
  private int issued;

  VeeamTokens(InstantSource clock) {
    this.clock = clock;
  }

  /** Adds a user, or changes the password of one. */
  public synchronized VeeamTokens user(String name, String password) {
    passwords.put(name, password);
    return this;
  }

  public synchronized VeeamTokens lifetime(Duration of) {
    lifetime = of;
    return this;
  }

  public synchronized VeeamTokens expiresIn(ExpiresIn form) {
    expiresIn = form;
    return this;
  }

  /** Every access token is worthless from now on; refresh tokens still work. */
  public synchronized void revokeAccess() {
    access.clear();
  }

  /** Every refresh token is worthless from now on; access tokens still work. */
  public synchronized void revokeRefresh() {
    refresh.clear();
  }

  /** By either grant. */
  public synchronized int issued() {
    return issued;
  }

  synchronized Standing standing(Optional<String> bearer) {
    var granted = bearer.map(access::get);
    if (granted.isEmpty() || !clock.instant().isBefore(granted.get().expires())) {
      return Standing.UNKNOWN;
    }
    return granted.get().plain() ? Standing.GOOD : Standing.NEEDS_ANTIFORGERY_COOKIE;
  }

  synchronized void logout(Optional<String> bearer) {
    bearer.map(access::remove).ifPresent(granted -> refresh.remove(granted.refreshToken()));
  }

  synchronized Reply grant(VeeamVersion version, Map<String, String> form) {
    var antiforgery = Optional.ofNullable(form.get("disable_antiforgery_token"));
    if (antiforgery.isPresent() && !version.knowsAntiforgery()) {
      return VeeamErrors.oauth("invalid_request", "Unknown parameter: disable_antiforgery_token");
    }
    var plain =
        !version.knowsAntiforgery() || antiforgery.filter("true"::equalsIgnoreCase).isPresent();
    return switch (form.getOrDefault("grant_type", "")) {
      case "password" ->
          byPassword(form.getOrDefault("username", ""), form.getOrDefault("password", ""), plain);
      case "refresh_token" -> byRefresh(form.getOrDefault("refresh_token", ""), plain);
      default ->
          VeeamErrors.oauth(
              "unsupported_grant_type", "grant_type must be password or refresh_token");
    };
  }

  private Reply byPassword(String user, String password, boolean plain) {
    return password.equals(passwords.get(user))
        ? issue(user, plain)
        : VeeamErrors.oauth("invalid_grant", "The user name or password is incorrect.");
  }

  private Reply byRefresh(String token, boolean plain) {
    return Optional.ofNullable(refresh.remove(token))
        .map(user -> issue(user, plain))
        .orElseGet(
            () ->
                VeeamErrors.oauth("invalid_grant", "The refresh token is invalid or has expired."));
  }

  private Reply issue(String user, boolean plain) {
    var now = clock.instant();
    var granted = new Granted(user, "r." + opaque(), now.plus(lifetime), plain);
    var token = "a." + opaque();
    access.put(token, granted);
    refresh.put(granted.refreshToken(), user);
    issued++;
    var body =
        JsonNodeFactory.instance
            .objectNode()
            .put("access_token", token)
            .put("token_type", "bearer")
            .put("refresh_token", granted.refreshToken());
    switch (expiresIn) {
      case NUMBER -> body.put("expires_in", lifetime.toSeconds());
      case TEXT -> body.put("expires_in", Long.toString(lifetime.toSeconds()));
    }
    body.put(".issued", now.toString())
        .put(".expires", granted.expires().toString())
        .put("userName", user);
    return Reply.json(200, body);
  }

  private static String opaque() {
    return (UUID.randomUUID().toString() + UUID.randomUUID()).replace("-", "");
  }
}
