package dev.backupsync.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Resource Manager's front door: who may enter, with which api-version, and which resource is
 * meant.
 */
final class ArmRoutes {
  private static final Pattern API_VERSION = Pattern.compile("20(2[2-6])-\\d\\d-\\d\\d(-preview)?");

  /** The places of an instance's path that hold no names. */
  private static final String SHAPE =
      "subscriptions/*/resourcegroups/*/providers/microsoft.dataprotection/backupvaults/*/backupinstances/*";

  private final AzureTokens tokens;
  private final AzureStore store;
  private final AzureScript script;
  private final ArmOperations operations;
  private final ArmLists lists;

  ArmRoutes(
      AzureTokens tokens,
      AzureStore store,
      AzureScript script,
      ArmOperations operations,
      ArmLists lists) {
    this.tokens = tokens;
    this.store = store;
    this.script = script;
    this.operations = operations;
    this.lists = lists;
  }

  /** With Azure's request ids, and masked as 406 where the caller's Accept has parameters. */
  Reply answer(Call call) {
    var reply = decide(call);
    var masked = reply.status() / 100 == 4 && call.header("Accept").orElse("").contains(";");
    return (masked ? Reply.empty(406) : reply)
        .with("x-ms-request-id", UUID.randomUUID().toString())
        .with("x-ms-correlation-request-id", UUID.randomUUID().toString());
  }

  private Reply decide(Call call) {
    return switch (call.bearer().map(tokens::standing).orElse(AzureTokens.Standing.UNKNOWN)) {
      case UNKNOWN ->
          unauthorized(
              "AuthenticationFailed",
              "Authentication failed. The access token is missing or not valid.");
      case EXPIRED -> unauthorized("ExpiredAuthenticationToken", "The access token has expired.");
      case GOOD -> operations.poll(call).orElseGet(() -> resource(call));
    };
  }

  private Reply resource(Call call) {
    var path = call.segments();
    var version = call.query("api-version");
    if (version.isEmpty()) {
      return refuse(
          400,
          "MissingApiVersionParameter",
          "The api-version query parameter (?api-version=) is required.");
    }
    if (!API_VERSION.matcher(version.get()).matches()) {
      return refuse(
          400,
          "InvalidResourceType",
          "No registered resource provider for api-version " + version.get());
    }
    if (path.size() == 9 && SHAPE.equals(shape(path) + "/*") && call.method().equals("GET")) {
      return store.knows(id(path, 8)) ? lists.page(id(path, 8), call) : missing(path);
    }
    if (path.size() < 10 || !shape(path.subList(0, 10)).equals(SHAPE)) {
      return refuse(404, "InvalidResourceType", "The resource type could not be found.");
    }
    var route = call.method() + " " + String.join("/", path.subList(10, path.size()));
    return switch (route) {
      case "GET " -> instance(path, call);
      case "POST sync" -> instance(path, call);
      default -> refuse(404, "InvalidResourceType", "The resource type could not be found.");
    };
  }

  private Reply instance(List<String> path, Call call) {
    var found = store.instance(id(path, 10));
    if (found.isEmpty()) {
      return missing(path);
    }
    if (call.method().equals("POST")) {
      return operations.sync(found.get(), call);
    }
    var json = found.get().show();
    script.instanceEdit.accept(json);
    return Reply.json(200, json);
  }

  private Reply missing(List<String> path) {
    if (!store.knows(id(path, 2))) {
      return refuse(
          404,
          "SubscriptionNotFound",
          "The subscription '%s' could not be found.".formatted(path.get(1)));
    }
    if (!store.knows(id(path, 4))) {
      return refuse(
          404,
          "ResourceGroupNotFound",
          "Resource group '%s' could not be found.".formatted(path.get(3)));
    }
    if (!store.knows(id(path, 8))) {
      return refuse(
          404,
          "ResourceNotFound",
          "The Resource 'Microsoft.DataProtection/backupVaults/%s' was not found."
              .formatted(path.get(7)));
    }
    return refuse(
        404,
        "BMSUserErrorBackupInstanceNotFound",
        "Backup instance '%s' was not found.".formatted(path.get(9)));
  }

  private static Reply unauthorized(String code, String message) {
    return refuse(401, code, message)
        .with(
            "WWW-Authenticate",
            "Bearer authorization_uri=\"https://login.microsoftonline.com/%s\", error=\"invalid_token\""
                .formatted(AzureServer.TENANT));
  }

  private static Reply refuse(int status, String code, String message) {
    return AzureProblem.of(code, message).reply(status);
  }

  private static String id(List<String> path, int segments) {
    return "/" + String.join("/", path.subList(0, segments));
  }

  private static String shape(List<String> path) {
    var shape = new ArrayList<>(path);
    Stream.of(1, 3, 7, 9)
        .filter(place -> place < shape.size())
        .forEach(place -> shape.set(place, "*"));
    return String.join("/", shape).toLowerCase(Locale.ROOT);
  }
}
