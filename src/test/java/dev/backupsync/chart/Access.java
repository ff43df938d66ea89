package dev.backupsync.chart;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.http.HttpRequest;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What RBAC judges a request by, so that requests and rules can be compared. */
record Access(String verb, String group, String resource) {
  private static final Pattern PATH =
      Pattern.compile(
          "/(?:api|apis/(?<group>[^/]+))/v[^/]+/(?:namespaces/[^/]+/)?(?<resource>[a-z]+)"
              + "(?<name>/[^/]+)?(?<subresource>/[a-z]+)?");

  private static final Pattern MATERIAL =
      Pattern.compile(
          "/api/v1/(namespaces/(?<namespace>[^/]+)/)?(?<resource>secrets|configmaps)(?<name>/.+)?");
  private static final Pattern ONE_NAME =
      Pattern.compile("(^|.*&)fieldSelector=metadata\\.name=(?<name>[^&,]+)(&.*|$)");
  private static final String ANY = "*";

  /**
   * What a request for Secrets or ConfigMaps reaches for: {@code namespace/resource/name}, with an
   * asterisk for whatever it does not narrow down; empty for other requests.
   */
  static Optional<String> toMaterial(HttpRequest request) {
    var path = MATERIAL.matcher(request.uri().getPath());
    if (!path.matches()) {
      return Optional.empty();
    }
    var query = ONE_NAME.matcher(Optional.ofNullable(request.uri().getQuery()).orElse(""));
    var name =
        Optional.ofNullable(path.group("name"))
            .map(given -> given.substring(1))
            .or(() -> query.matches() ? Optional.of(query.group("name")) : Optional.empty());
    var namespace = Optional.ofNullable(path.group("namespace")).orElse(ANY);
    return Optional.of(String.join("/", namespace, path.group("resource"), name.orElse(ANY)));
  }

  /** Empty for what is not about resources, as {@code /version}. */
  static Optional<Access> by(HttpRequest request) {
    var path = PATH.matcher(request.uri().getPath());
    if (!path.matches()) {
      return Optional.empty();
    }
    var group = Optional.ofNullable(path.group("group")).orElse("");
    var subresource = Optional.ofNullable(path.group("subresource")).orElse("");
    var verb = verb(request, path.group("name") != null);
    return Optional.of(new Access(verb, group, path.group("resource") + subresource));
  }

  private static String verb(HttpRequest request, boolean named) {
    var query = Optional.ofNullable(request.uri().getQuery()).orElse("");
    return switch (request.method()) {
      case "GET" -> query.contains("watch=true") ? "watch" : named ? "get" : "list";
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> named ? "delete" : "deletecollection";
      default -> throw new IllegalArgumentException(request.method());
    };
  }

  static Stream<Access> of(PolicyRule rule) {
    return rule.getVerbs().stream()
        .flatMap(
            verb ->
                rule.getApiGroups().stream()
                    .flatMap(
                        group ->
                            rule.getResources().stream()
                                .map(resource -> new Access(verb, group, resource))));
  }
}
