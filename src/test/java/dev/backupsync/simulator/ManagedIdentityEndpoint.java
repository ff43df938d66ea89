package dev.backupsync.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The instance metadata service (IMDS), on plain HTTP as on a real node. Clients find it by the
 * variable {@value #HOST_VARIABLE} of the process's real environment, without a path:
 * azure-identity asks {@code System.getenv} through MSAL, and neither its Configuration nor a
 * system property helps. In one JVM, reroute {@value #ADDRESS} in the HTTP client.
 */
public final class ManagedIdentityEndpoint {
  public static final String HOST_VARIABLE = "AZURE_POD_IDENTITY_AUTHORITY_HOST";
  public static final String ADDRESS = "169.254.169.254";

  private final AzureTokens tokens;
  private final LocalServer server = new LocalServer(0, Optional.empty(), this::serve);
  private final Set<String> userAssigned = ConcurrentHashMap.newKeySet();
  private volatile boolean systemAssigned = true;

  ManagedIdentityEndpoint(AzureTokens tokens) {
    this.tokens = tokens;
  }

  /** {@code http://127.0.0.1:port}. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  /** Attaches an identity to the node. */
  public ManagedIdentityEndpoint userAssigned(String clientId) {
    userAssigned.add(clientId);
    return this;
  }

  public ManagedIdentityEndpoint systemAssigned(boolean attached) {
    systemAssigned = attached;
    return this;
  }

  void start() {
    server.start();
  }

  void stop() {
    server.stop();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      Wire.send(exchange, answer(Wire.read(exchange)));
    }
  }

  boolean serves(Call call) {
    return call.method().equals("GET") && call.path().equals("/metadata/identity/oauth2/token");
  }

  Reply answer(Call call) {
    var resource = call.query("resource");
    if (!serves(call)) {
      return Reply.empty(404);
    }
    if (call.header("Metadata").filter("true"::equals).isEmpty()
        || call.query("api-version").isEmpty()
        || resource.isEmpty()) {
      return refuse("Required metadata header, api-version or resource not specified");
    }
    var client = call.query("client_id");
    if (!client.map(userAssigned::contains).orElse(systemAssigned)) {
      return refuse("Identity not found");
    }
    var body =
        JsonNodeFactory.instance.objectNode().put("access_token", tokens.issue(resource.get()));
    body.put("client_id", client.orElse("system"))
        .put("expires_in", Long.toString(tokens.lifetimeSeconds()));
    body.put("expires_on", Long.toString(tokens.expires().getEpochSecond()));
    body.put("ext_expires_in", Long.toString(tokens.lifetimeSeconds()));
    body.put(
        "not_before", Long.toString(tokens.expires().getEpochSecond() - tokens.lifetimeSeconds()));
    return Reply.json(200, body.put("resource", resource.get()).put("token_type", "Bearer"));
  }

  private static Reply refuse(String why) {
    var body = JsonNodeFactory.instance.objectNode().put("error", "invalid_request");
    return Reply.json(400, body.put("error_description", why));
  }
}
