package dev.backupsync.notification;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.RunRecord;
import dev.backupsync.api.v1alpha1.RunResult;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.Target;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One run that ended, as a CloudEvent in structured JSON. The same run always has the same id, so
 * that receivers can drop what they know.
 *
 * @param about the run and its sync, for the log
 */
record Notification(String id, String about, String body) {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,36}");

  /** What is told of the last run in {@code status}; all of it stands in the status as well. */
  static Notification of(HasMetadata sync, SyncStatus status, RunRecord run) {
    var meta = sync.getMetadata();
    var name = meta.getNamespace() + "/" + meta.getName();
    var event = JsonNodeFactory.instance.objectNode();
    event.put("specversion", "1.0");
    event.put("id", run.id());
    event.put("source", path(sync));
    event.put("type", "dev.backupsync.run." + run.resultWord().toLowerCase(Locale.ROOT));
    event.put("subject", name);
    put(event, "time", run.completionTime());
    event.put("datacontenttype", "application/json");
    event.set("data", data(sync, status, run));
    var about =
        "%s of %s %s".formatted(isId(run.id()) ? "run " + run.id() : "a run", sync.getKind(), name);
    return new Notification(run.id(), about, event.toString());
  }

  /** Others may have written the status, and the id stands in a header and in the log. */
  boolean hasId() {
    return isId(id);
  }

  private static boolean isId(String id) {
    return ID.matcher(id).matches();
  }

  /** Of the object at the API server. */
  private static String path(HasMetadata sync) {
    var meta = sync.getMetadata();
    return "/apis/%s/namespaces/%s/%s/%s"
        .formatted(
            sync.getApiVersion(),
            meta.getNamespace(),
            HasMetadata.getPlural(sync.getClass()),
            meta.getName());
  }

  private static ObjectNode data(HasMetadata sync, SyncStatus status, RunRecord run) {
    var data = JsonNodeFactory.instance.objectNode();
    data.put("kind", sync.getKind());
    data.put("namespace", sync.getMetadata().getNamespace());
    data.put("name", sync.getMetadata().getName());
    data.put("uid", sync.getMetadata().getUid());
    status
        .knownRun()
        .filter(pinned -> pinned.id().equals(run.id()))
        .map(Run::target)
        .ifPresent(target -> target(data, target));
    data.set("run", run(run));
    if (run.result() == RunResult.FAILED) {
      var actions = status.lastError() == null ? null : status.lastError().recommendedActions();
      var told = data.putArray("recommendedActions");
      Objects.requireNonNullElse(actions, List.<String>of()).forEach(told::add);
    }
    put(data, "lastSuccessTime", status.lastSuccessTime());
    return data;
  }

  private static void target(ObjectNode data, Target target) {
    var connection = data.putObject("connection");
    connection.put("kind", target.connectionKind());
    connection.put("namespace", target.connectionRef().namespace());
    connection.put("name", target.connectionRef().name());
    data.put("target", target.describe());
  }

  private static ObjectNode run(RunRecord run) {
    var told = JsonNodeFactory.instance.objectNode();
    told.put("id", run.id());
    var trigger = told.putObject("trigger");
    trigger.put("type", run.trigger().word());
    put(trigger, "token", run.trigger().token());
    put(told, "startTime", run.startTime());
    put(told, "completionTime", run.completionTime());
    told.put("attempts", run.attempts());
    told.put("result", run.resultWord());
    put(told, "reason", run.reasonWord());
    put(told, "error", run.error());
    return told;
  }

  private static void put(ObjectNode node, String name, @Nullable Object value) {
    if (value != null) {
      node.put(name, value.toString());
    }
  }
}
