package dev.backupsync.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Veeam's endpoint table: which call does what. */
final class VeeamRoutes {
  private final UUID installation = UUID.randomUUID();
  private final VeeamStore store;
  private final VeeamScript script;

  VeeamRoutes(VeeamStore store, VeeamScript script) {
    this.store = store;
    this.script = script;
  }

  /** For callers that are logged in; the path is the one after the version. */
  Reply answer(VeeamVersion version, VeeamVersion newest, List<String> path, Call call) {
    var id = path.size() > 1 ? path.get(1) : "";
    return switch (route(call.method(), path)) {
      case "GET serviceinstance" -> serviceInstance(newest);
      case "GET backuprepositories" -> repositories(version, call);
      case "GET backuprepositories/{id}" -> repository(version, id);
      case "POST backuprepositories/{id}/sync" -> sync(version, id, call);
      case "GET repositorysynchronizesessions" -> sessions(version);
      case "GET repositorysynchronizesessions/{id}" -> session(version, id);
      case "POST repositorysynchronizesessions/{id}/stopsynchronize" -> stop(version, id);
      default -> Reply.empty(404);
    };
  }

  /** Without regard to case, as the real server. */
  private static String route(String method, List<String> path) {
    var named = new ArrayList<>(path);
    if (named.size() > 1) {
      named.set(1, "{id}");
    }
    return method + " " + String.join("/", named).toLowerCase(Locale.ROOT);
  }

  private Reply serviceInstance(VeeamVersion newest) {
    var body = JsonNodeFactory.instance.objectNode().put("installationId", installation.toString());
    return Reply.json(200, body.put("version", newest.product()));
  }

  private Reply repositories(VeeamVersion version, Call call) {
    var all = store.repositories();
    return switch (version) {
      case V6, V7 -> VeeamLists.array(all, one -> show(version, one));
      case V8 -> VeeamLists.page(all, one -> show(version, one), script.longestPage, call);
    };
  }

  private Reply repository(VeeamVersion version, String id) {
    return store
        .repository(id)
        .map(found -> Reply.json(200, show(version, found)))
        .orElseGet(() -> VeeamErrors.noRepository(version, id));
  }

  private Reply session(VeeamVersion version, String id) {
    return store
        .session(id)
        .map(found -> Reply.json(200, show(version, found)))
        .orElseGet(() -> VeeamErrors.noSession(version, id));
  }

  private Reply sync(VeeamVersion version, String id, Call call) {
    var found = store.repository(id);
    if (found.isEmpty()) {
      return VeeamErrors.noRepository(version, id);
    }
    if (!call.body().isEmpty()) {
      return VeeamErrors.of(
          version, 400, "ParameterValidationFailure", "The request must have no body.");
    }
    synchronized (store) { // a look and a start are one step, as in the real server
      var repository = found.get();
      var running = store.running(repository.id());
      running.ifPresent(_ -> repository.startRepeated());
      return running
          .map(session -> repeated(version, session))
          .orElseGet(() -> started(version, store.start(repository, true)));
    }
  }

  private Reply repeated(VeeamVersion version, VeeamSession session) {
    var busy = "The repository is being synchronized already.";
    return switch (script.secondStart) {
      case SAME_SESSION -> started(version, session);
      case NEW_SESSION -> started(version, store.start(session.repository(), true));
      case CONFLICT -> VeeamErrors.of(version, 409, "OperationConflict", busy);
      case BAD_REQUEST -> VeeamErrors.of(version, 400, "ParameterValidationFailure", busy);
      case SERVER_ERROR -> VeeamErrors.of(version, 500, "HttpError", busy);
    };
  }

  private Reply started(VeeamVersion version, VeeamSession session) {
    var json = show(version, session);
    script.startEdit.accept(json);
    return Reply.json(200, json);
  }

  private Reply sessions(VeeamVersion version) {
    var all = store.listed();
    return switch (script.listForm) {
      case ARRAY -> VeeamLists.array(all, one -> show(version, one));
      case PAGE -> VeeamLists.page(all, one -> show(version, one));
      case ONE -> all.isEmpty() ? Reply.empty(404) : Reply.json(200, show(version, all.getFirst()));
    };
  }

  private Reply stop(VeeamVersion version, String id) {
    return store
        .session(id)
        .map(
            session -> {
              store.stop(session);
              return version == VeeamVersion.V8
                  ? Reply.empty(204)
                  : Reply.json(200, show(version, session));
            })
        .orElseGet(() -> VeeamErrors.noSession(version, id));
  }

  private ObjectNode show(VeeamVersion version, VeeamRepository repository) {
    var json = repository.show(version);
    script.repositoryEdit.accept(json);
    return json;
  }

  private ObjectNode show(VeeamVersion version, VeeamSession session) {
    synchronized (store) {
      var json = session.show(version, script.progressForm);
      script.sessionEdit.accept(json);
      return json;
    }
  }
}
