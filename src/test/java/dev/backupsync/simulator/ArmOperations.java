package dev.backupsync.simulator;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.backupsync.simulator.AzureScript.End;
import dev.backupsync.simulator.AzureScript.Urls;
import dev.backupsync.simulator.SignedUrls.Kind;
import dev.backupsync.simulator.SignedUrls.Signed;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Starting a sync and following it, as Resource Manager's contract for asynchronous operations has
 * it.
 */
final class ArmOperations {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Set<String> SYNC_TYPES = Set.of("Default", "ForceResync");

  private final AzureStore store;
  private final AzureScript script;
  private final Supplier<URI> self;
  private final SignedUrls urls = new SignedUrls();
  private final AtomicInteger polls = new AtomicInteger();

  ArmOperations(AzureStore store, AzureScript script, Supplier<URI> self) {
    this.store = store;
    this.script = script;
    this.self = self;
  }

  int polls() {
    return polls.get();
  }

  Reply sync(AzureInstance instance, Call call) {
    if (!SYNC_TYPES.contains(syncType(call.body()))) {
      return AzureProblem.of(
              "BMSUserErrorInvalidInput", "The input for syncType is missing or not valid.")
          .reply(400);
    }
    synchronized (store) { // a look and a start are one step, as in the real service
      var running = store.runningInVault(instance);
      running.ifPresent(_ -> instance.conflicted());
      if (running.isPresent() && script.onePerVault) {
        var message = "Another operation is in progress on the vault.";
        var refusal = AzureProblem.of("ConflictingProtectionOperation", message).reply(409);
        return pace(refusal, script.retryAfter);
      }
      if (script.atOnce) {
        store.atOnce(instance);
        return Reply.empty(200);
      }
      return pace(withUrls(Reply.empty(202), store.start(instance)), script.retryAfter);
    }
  }

  /** Empty where the URL is not one of an operation. */
  Optional<Reply> poll(Call call) {
    if (!call.method().equals("GET") || !SignedUrls.looksLike(call.path())) {
      return Optional.empty();
    }
    polls.incrementAndGet();
    var changed =
        AzureProblem.of("AuthorizationFailed", "The signature of the request is not valid.")
            .reply(403);
    return Optional.of(urls.find(call.target()).map(this::poll).orElse(changed));
  }

  private Reply poll(Signed signed) {
    synchronized (store) {
      store.settle();
      var operation = signed.operation();
      var reply =
          switch (signed.kind()) {
            case STATUS -> status(operation);
            case RESULT -> result(operation);
          };
      if (!operation.running()) {
        return reply;
      }
      if (script.renewUrls) {
        urls.retire(operation);
        reply = withUrls(reply, operation);
      } else if (signed.kind() == Kind.RESULT) {
        reply = reply.with("Location", url(Kind.RESULT, operation));
      }
      return pace(reply, script.pollRetryAfter);
    }
  }

  private Reply status(AzureOperation operation) {
    var json = operation.show(script);
    script.operationEdit.accept(json);
    return Reply.json(200, json);
  }

  private Reply result(AzureOperation operation) {
    var problem = operation.end().flatMap(End::problem);
    if (operation.running()) {
      return Reply.empty(202);
    }
    return problem.map(one -> one.reply(400)).orElseGet(() -> Reply.empty(script.locationEnd));
  }

  private Reply withUrls(Reply reply, AzureOperation operation) {
    var with = reply;
    if (script.urls == Urls.BOTH || script.urls == Urls.ASYNC_OPERATION) {
      with = with.with("Azure-AsyncOperation", url(Kind.STATUS, operation));
    }
    if (script.urls == Urls.BOTH || script.urls == Urls.LOCATION) {
      with = with.with("Location", url(Kind.RESULT, operation));
    }
    return with;
  }

  private String url(Kind kind, AzureOperation operation) {
    return script.urlsAt.orElseGet(self) + urls.issue(kind, operation);
  }

  private static Reply pace(Reply reply, Optional<Duration> delay) {
    return delay
        .map(time -> reply.with("Retry-After", Long.toString(time.toSeconds())))
        .orElse(reply);
  }

  private static String syncType(String body) {
    try {
      return JSON.readTree(body).path("syncType").asText();
    } catch (IOException _) {
      return "";
    }
  }
}
