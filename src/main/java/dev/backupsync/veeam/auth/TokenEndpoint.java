package dev.backupsync.veeam.auth;

import dev.backupsync.api.v1alpha1.VeeamApiVersion;
import dev.backupsync.http.Exchange;
import dev.backupsync.http.JsonHttp;
import dev.backupsync.veeam.rest.VeeamSettings;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Requests tokens, in the form that each version wants. */
public final class TokenEndpoint {
  private record Field(String name, String value) {
    String encoded() {
      return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
  }

  private final VeeamSettings settings;
  private final JsonHttp http;

  public TokenEndpoint(VeeamSettings settings, JsonHttp http) {
    this.settings = settings;
    this.http = http;
  }

  /** The server and the credentials. */
  VeeamSettings settings() {
    return settings;
  }

  Exchange byPassword(VeeamApiVersion version) {
    return ask(
        version,
        new Field("grant_type", "password"),
        new Field("username", settings.username()),
        new Field("password", settings.password()));
  }

  Exchange byRefresh(VeeamApiVersion version, String refreshToken) {
    return ask(
        version,
        new Field("grant_type", "refresh_token"),
        new Field("refresh_token", refreshToken));
  }

  private Exchange ask(VeeamApiVersion version, Field... fields) {
    var more =
        version == VeeamApiVersion.V6 // which does not know the field
            ? Stream.<Field>empty()
            : Stream.of(new Field("disable_antiforgery_token", "true"));
    var form =
        Stream.concat(Stream.of(fields), more).map(Field::encoded).collect(Collectors.joining("&"));
    return http.send(
        "token",
        HttpRequest.newBuilder(settings.at(version, "Token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form)));
  }
}
