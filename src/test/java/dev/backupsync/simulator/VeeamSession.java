package dev.backupsync.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backupsync.simulator.VeeamScript.End;
import dev.backupsync.simulator.VeeamScript.ProgressForm;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** One run of one repository. Guarded by its {@link VeeamStore}. */
final class VeeamSession {
  private final UUID id = UUID.randomUUID();
  private final VeeamRepository repository;
  private final Progress progress;
  private final Instant began;
  private int queuedReads;
  private final Optional<End> planned;
  private Optional<End> ended = Optional.empty();

  /**
   * @param planned how it is to end; empty for as the script says then
   */
  VeeamSession(
      VeeamRepository repository,
      Progress progress,
      Instant began,
      int queuedReads,
      Optional<End> planned) {
    this.repository = repository;
    this.progress = progress;
    this.began = began;
    this.queuedReads = queuedReads;
    this.planned = planned;
  }

  UUID id() {
    return id;
  }

  VeeamRepository repository() {
    return repository;
  }

  Progress progress() {
    return progress;
  }

  Instant began() {
    return began;
  }

  boolean running() {
    return ended.isEmpty();
  }

  boolean vanished() {
    return ended.filter(End.Vanish.class::isInstance).isPresent();
  }

  Optional<End> planned() {
    return planned;
  }

  /** Freezes the progress where it is. */
  void end(End how) {
    progress.set(progress.percent());
    ended = Optional.of(how);
  }

  ObjectNode show(VeeamVersion version, ProgressForm form) {
    var json = JsonNodeFactory.instance.objectNode().put("id", id.toString());
    json.put("repositoryId", repository.id().toString()).put("state", state());
    var percent = progress.percent();
    switch (form) {
      case NUMBER -> json.put("progressPercent", percent);
      case TEXT -> json.put("progressPercent", Integer.toString(percent));
      case NULL -> json.putNull("progressPercent");
      case ABSENT -> {}
    }
    if (ended.isPresent() && ended.get() instanceof End.Fail(var error)) {
      json.put("error", error);
    }
    var links = json.putObject("_links");
    var base = "/" + version.segment();
    links.putObject("self").put("href", base + "/RepositorySynchronizeSessions/" + id);
    links.putObject("repository").put("href", base + "/backuprepositories/" + repository.id());
    return json;
  }

  private String state() {
    if (ended.isPresent()) {
      return switch (ended.get()) {
        case End.Fail _ -> "Failed";
        case End.StayAtHundred _ -> "Synchronizing";
        case End.StayNone _, End.Vanish _ -> "None";
      };
    }
    return queuedReads-- > 0 ? "None" : "Synchronizing";
  }
}
