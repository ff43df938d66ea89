package dev.backupsync.veeam;

import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.api.v1alpha1.VeeamApiVersion;
import dev.backupsync.http.Exchange;
import dev.backupsync.http.GatewayLogin;
import dev.backupsync.http.JsonHttp;
import dev.backupsync.http.NoReply;
import dev.backupsync.http.Reply;
import dev.backupsync.veeam.auth.NoAccess;
import dev.backupsync.veeam.auth.Token;
import dev.backupsync.veeam.auth.TokenResponses;
import dev.backupsync.veeam.auth.VeeamTokenCache;
import dev.backupsync.veeam.rest.VeeamErrors;
import dev.backupsync.veeam.rest.VeeamSettings;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds out which version of Veeam's REST API a server supports. It asks without a log-in first; a
 * server that shows no version in this way is asked by logging in.
 */
public final class Versions {
  private static final List<VeeamApiVersion> NEWEST_FIRST =
      List.of(VeeamApiVersion.values()).reversed();

  private final VeeamSettings settings;
  private final JsonHttp http;
  private final VeeamTokenCache tokens;

  Versions(VeeamSettings settings, JsonHttp http, VeeamTokenCache tokens) {
    this.settings = settings;
    this.http = http;
    this.tokens = tokens;
  }

  /**
   * The configured version, or the newest one that the server supports.
   *
   * @param before the version found before; its token is still good
   */
  Discovery discover(Optional<VeeamApiVersion> before) {
    if (settings.apiVersion().isPresent()) {
      return new Discovery.Supported(settings.apiVersion().get());
    }
    for (var version : NEWEST_FIRST) {
      var exchange = ask(version);
      if (served(exchange)) {
        return new Discovery.Supported(version);
      }
      if (!absent(exchange)) {
        return new Discovery.Failed(trouble(exchange));
      }
    }
    return byLogin(before);
  }

  /** The error for a user who configured another version. */
  NoAccess unsupported(VeeamApiVersion wanted) {
    var served =
        NEWEST_FIRST.stream()
            .filter(version -> served(ask(version)))
            .map(VeeamApiVersion::word)
            .toList();
    return unsupported(
        "The server does not serve %s of Veeam's REST API; it serves %s"
            .formatted(wanted.word(), served.isEmpty() ? "no version that is known" : served));
  }

  private Discovery byLogin(Optional<VeeamApiVersion> before) {
    for (var version : Stream.concat(before.stream(), NEWEST_FIRST.stream()).distinct().toList()) {
      var login = tokens.current(version);
      if (login instanceof Token) {
        return new Discovery.Supported(version);
      }
      if (login instanceof NoAccess noAccess
          && noAccess.reason() != ConnectionReason.UNSUPPORTED_VERSION) {
        return new Discovery.Failed(noAccess);
      }
    }
    return new Discovery.Failed(
        unsupported(
            "The server serves none of the versions of Veeam's REST API that this operator knows: "
                + NEWEST_FIRST.stream().map(VeeamApiVersion::word).toList()));
  }

  private static NoAccess unsupported(String message) {
    return new NoAccess(
        ConnectionReason.UNSUPPORTED_VERSION,
        SyncError.of("UnsupportedVersion", message, VeeamErrors.unsupportedVersionAdvice()));
  }

  private Exchange ask(VeeamApiVersion version) {
    return http.send("version", HttpRequest.newBuilder(settings.at(version, "ServiceInstance")));
  }

  private static boolean absent(Exchange exchange) {
    return exchange instanceof Reply reply && reply.status() == 404;
  }

  private static boolean served(Exchange exchange) {
    return exchange instanceof Reply reply
        && switch (reply.status()) {
          case 401, 403 -> GatewayLogin.in(reply).isEmpty();
          default -> reply.success() && reply.intact();
        };
  }

  private static NoAccess trouble(Exchange exchange) {
    return switch (exchange) {
      case NoReply silence -> TokenResponses.silent(silence);
      case Reply reply when reply.success() -> TokenResponses.foreign(reply);
      case Reply reply -> TokenResponses.unreachable(reply);
    };
  }
}
