package dev.backupsync.azure.auth;

import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.azure.auth.AzureTokenCache.LoginResult;
import dev.backupsync.azure.auth.AzureTokenCache.NoToken;
import dev.backupsync.azure.rest.JsonText;
import dev.backupsync.http.GatewayLogin;
import dev.backupsync.http.NoReply;
import dev.backupsync.http.Redactor;
import dev.backupsync.http.Reply;
import dev.backupsync.http.SurroundingWhitespace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Derives the error of a log-in from the last answer of the token's issuer. Pure. */
public final class LoginErrors {
  private static final Pattern AADSTS = Pattern.compile("AADSTS\\d{4,9}");

  /** Begins trace ids and times, which would make each repetition of an error look new. */
  private static final String TRACES = "Trace ID:";

  /**
   * Conditional access, missing assignment, missing consent: the identity is known but not allowed.
   */
  private static final Set<String> DENIALS =
      Set.of(
          "AADSTS50105",
          "AADSTS53000",
          "AADSTS53001",
          "AADSTS53002",
          "AADSTS53003",
          "AADSTS530003",
          "AADSTS65001",
          "AADSTS7000112");

  private static final Map<String, String> ACTIONS =
      Map.ofEntries(
          Map.entry("AADSTS7000215", "Put the value of a valid client secret into the Secret."),
          Map.entry("AADSTS7000222", "Create a new client secret: this one has expired."),
          Map.entry("AADSTS700016", "Check spec.clientId and spec.tenantId."),
          Map.entry("AADSTS90002", "Check spec.tenantId and spec.cloud."),
          Map.entry("AADSTS900023", "Check spec.tenantId."),
          Map.entry("AADSTS700027", "Register the certificate with the application in Entra."),
          Map.entry(
              "AADSTS70021",
              "Add a federated credential for the ServiceAccount that the connection uses."),
          Map.entry("AADSTS700211", "Check the issuer of the application's federated credential."),
          Map.entry("AADSTS700213", "Check the subject of the application's federated credential."),
          Map.entry("AADSTS7000112", "Enable the application in Entra."));

  private LoginErrors() {}

  /** The issuer was called but gave no token. */
  public static NoToken read(AuthorityHttp.LastExchange heard) {
    return switch (heard.exchange()) {
      case NoReply noReply -> unheard(heard.host(), noReply);
      case Reply reply -> refused(heard.host(), reply);
    };
  }

  /** The proof of our identity is missing or unreadable; the issuer was not called. */
  static NoToken unusable(String message, String action) {
    return new NoToken(
        ConnectionReason.CREDENTIALS_INVALID,
        SyncError.of("CredentialUnusable", Redactor.of(message), action));
  }

  /**
   * Adds what else may be wrong with credentials that were refused.
   *
   * @param identity the owner of the credentials
   */
  public static LoginResult explained(LoginResult login, AzureIdentity identity) {
    if (login instanceof NoToken(var reason, var error, var retryAfter)
        && reason == ConnectionReason.CREDENTIALS_INVALID
        && identity instanceof AzureIdentity.ClientSecret(_, _, var secret)) {
      return SurroundingWhitespace.advice(Map.of("clientSecret", secret))
          .<LoginResult>map(advice -> new NoToken(reason, advised(error, advice), retryAfter))
          .orElse(login);
    }
    return login;
  }

  private static SyncError advised(SyncError error, String advice) {
    var known = Optional.ofNullable(error.recommendedActions()).orElseGet(List::of);
    return new SyncError(
        error.code(),
        error.message(),
        error.httpStatus(),
        error.retryable(),
        Stream.concat(Stream.of(advice), known.stream()).toList(),
        error.correlationId(),
        error.time());
  }

  private static NoToken gateway(String message, Reply reply) {
    return new NoToken(
        ConnectionReason.UNREACHABLE,
        new SyncError(
            "GatewayLogin",
            message,
            reply.status(),
            null,
            List.of("Let the operator through the gateway. Nobody has checked the Secret yet."),
            null,
            null),
        reply.retryAfter());
  }

  private static NoToken unheard(String host, NoReply noReply) {
    var code = noReply.cause().word();
    var message = Redactor.of(host + ": " + noReply.message());
    return switch (noReply.cause()) {
      case TLS ->
          new NoToken(
              ConnectionReason.TLS_UNTRUSTED,
              SyncError.of(code, message, "Name the issuer's CA in spec.tls.caBundleRef."));
      case FORBIDDEN ->
          new NoToken(
              ConnectionReason.ACCESS_DENIED,
              SyncError.of(code, message, "Name the authority by the address that it really has."));
      case CLIENT_CERTIFICATE ->
          new NoToken(
              ConnectionReason.UNREACHABLE,
              SyncError.of(code, message, "Let the operator reach the issuer without one."));
      case UNREACHABLE, TIMEOUT, QUEUED, WITHHELD, INTERRUPTED ->
          new NoToken(
              ConnectionReason.UNREACHABLE,
              SyncError.of(code, message, "Check DNS, egress rules and proxies of the operator."));
    };
  }

  private static NoToken refused(String host, Reply reply) {
    var gateway = GatewayLogin.in(reply);
    if (gateway.isPresent()) {
      return gateway(host + ": " + gateway.get(), reply);
    }
    var description = JsonText.text(reply.body().path("error_description"));
    var code =
        description
            .map(AADSTS::matcher)
            .filter(matcher -> matcher.find())
            .map(matcher -> matcher.group())
            .or(() -> JsonText.word(reply.body().path("error")))
            .orElse("Http" + reply.status());
    var message =
        description
            .map(LoginErrors::withoutTraces)
            .filter(text -> !text.isBlank())
            .orElse(host + " answered " + reply.status() + " without a token");
    return new NoToken(
        reason(reply, code),
        new SyncError(
            code,
            message,
            reply.status(),
            null,
            Optional.ofNullable(ACTIONS.get(code)).map(List::of).orElseGet(List::of),
            JsonText.word(reply.body().path("correlation_id")).orElse(null),
            null),
        reply.retryAfter());
  }

  private static String withoutTraces(String text) {
    var traces = text.indexOf(TRACES);
    return traces < 0 ? text : text.substring(0, traces).stripTrailing();
  }

  private static ConnectionReason reason(Reply reply, String code) {
    if (DENIALS.contains(code) || reply.status() == 403) {
      return ConnectionReason.ACCESS_DENIED;
    }
    return switch (reply.status()) {
      case 400, 401 -> ConnectionReason.CREDENTIALS_INVALID;
      default -> ConnectionReason.UNREACHABLE; // not the issuer's decision about us
    };
  }
}
