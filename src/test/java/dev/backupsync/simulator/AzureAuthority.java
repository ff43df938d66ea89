package dev.backupsync.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Entra's side of a login: clients with a secret, a certificate or a federated token, in one
 * tenant.
 */
public final class AzureAuthority {
  private static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private static final String EXCHANGE = "api://AzureADTokenExchange";

  private final AzureTokens tokens;
  private final AtomicLong numbers = new AtomicLong(1);
  private final Map<String, String> secrets = new HashMap<>();
  private final Map<String, X509Certificate> certificates = new HashMap<>();
  private final Map<String, String> federated = new HashMap<>();
  private final Map<String, String> accounts = new HashMap<>();

  AzureAuthority(AzureTokens tokens) {
    this.tokens = tokens;
  }

  /** Replaces the secret that the client had. */
  public synchronized AzureAuthority secret(String clientId, String secret) {
    secrets.put(clientId, secret);
    return this;
  }

  public synchronized AzureAuthority certificate(String clientId, X509Certificate certificate) {
    certificates.put(clientId, certificate);
    return this;
  }

  /** Accepts this projected token, as its file holds it, and no other one from now on. */
  public synchronized AzureAuthority federated(String clientId, String token) {
    federated.put(clientId, token);
    return this;
  }

  /** Accepts tokens of this Kubernetes ServiceAccount that were issued for Entra. */
  public synchronized AzureAuthority federatedAccount(
      String clientId, String namespace, String serviceAccount) {
    accounts.put(clientId, "system:serviceaccount:" + namespace + ":" + serviceAccount);
    return this;
  }

  /** Whether this is a path of the authority rather than of Resource Manager. */
  boolean serves(Call call) {
    return call.path().endsWith("/oauth2/v2.0/token");
  }

  Reply answer(Call call, URI self) {
    var tenant = call.segments().getFirst();
    if (!tenant.equals(AzureServer.TENANT)) {
      return refuse(400, "invalid_request", 90002, "Tenant '" + tenant + "' not found.");
    }
    return call.method().equals("POST") ? token(call.form(), self + call.path()) : Reply.empty(405);
  }

  private synchronized Reply token(Map<String, String> form, String endpoint) {
    var client = form.getOrDefault("client_id", "");
    if (!form.getOrDefault("grant_type", "").equals("client_credentials")) {
      return refuse(
          400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type.");
    }
    if (!form.getOrDefault("scope", "").contains("/.default")) {
      return refuse(400, "invalid_scope", 1002012, "The provided value for scope is not valid.");
    }
    if (!secrets.containsKey(client)
        && !certificates.containsKey(client)
        && !federated.containsKey(client)
        && !accounts.containsKey(client)) {
      return refuse(
          400, "unauthorized_client", 700016, "Application '" + client + "' was not found.");
    }
    var refusal =
        form.containsKey("client_assertion")
            ? byAssertion(form, client, endpoint)
            : bySecret(form, client);
    return refusal.orElseGet(() -> granted(form.getOrDefault("scope", "")));
  }

  private Optional<Reply> bySecret(Map<String, String> form, String client) {
    return form.containsKey("client_secret")
            && form.get("client_secret").equals(secrets.get(client))
        ? Optional.empty()
        : Optional.of(refuse(401, "invalid_client", 7000215, "Invalid client secret provided."));
  }

  private Optional<Reply> byAssertion(Map<String, String> form, String client, String endpoint) {
    var assertion = form.getOrDefault("client_assertion", "");
    var certificate = Optional.ofNullable(certificates.get(client));
    var good =
        assertion.equals(federated.get(client))
            || new ClientAssertion(assertion).isOf(accounts.getOrDefault(client, ""), EXCHANGE)
            || certificate
                .filter(one -> new ClientAssertion(assertion).proves(one, client, endpoint))
                .isPresent();
    return good && form.getOrDefault("client_assertion_type", "").equals(JWT_BEARER)
        ? Optional.empty()
        : Optional.of(
            refuse(
                401,
                "invalid_client",
                700027,
                "The client assertion failed signature validation."));
  }

  private Reply granted(String scope) {
    var body = JsonNodeFactory.instance.objectNode().put("token_type", "Bearer");
    body.put("expires_in", tokens.lifetimeSeconds())
        .put("ext_expires_in", tokens.lifetimeSeconds());
    return Reply.json(200, body.put("access_token", tokens.issue(scope)));
  }

  private Reply refuse(int status, String error, int code, String message) {
    var body = JsonNodeFactory.instance.objectNode().put("error", error);
    body.put(
        "error_description",
        "AADSTS" + code + ": " + message + " Trace ID: " + numbers.getAndIncrement());
    body.putArray("error_codes").add(code);
    body.put("timestamp", "2026-01-01 00:00:00Z").put("trace_id", "t").put("correlation_id", "c");
    return Reply.json(status, body);
  }
}
