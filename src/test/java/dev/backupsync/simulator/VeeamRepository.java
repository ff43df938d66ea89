package dev.backupsync.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.UUID;

/** A backup repository and what the server remembers of it; tests hold it to look and to meddle. */
public final class VeeamRepository {
  private final UUID id;
  private volatile String name;
  private volatile boolean outOfSync = true;
  private volatile boolean longTerm;
  private volatile boolean outdated;
  private volatile Optional<String> outOfOrderReason = Optional.empty();
  private final UUID objectStorage = UUID.randomUUID();
  private int readsToLag;
  private int stoppedAt;
  private int acceptedStarts;
  private int repeatedStarts;
  private int mostAtOnce;

  VeeamRepository(UUID id, String name) {
    this.id = id;
    this.name = name;
  }

  public UUID id() {
    return id;
  }

  public VeeamRepository rename(String other) {
    name = other;
    return this;
  }

  public VeeamRepository outOfSync(boolean is) {
    outOfSync = is;
    return this;
  }

  public VeeamRepository longTerm(boolean is) {
    longTerm = is;
    return this;
  }

  /** Shows in v8 only. */
  public VeeamRepository outdated(boolean is) {
    outdated = is;
    return this;
  }

  /** Shows in v8 only. */
  public VeeamRepository outOfOrder(String reason) {
    outOfOrderReason = Optional.of(reason);
    return this;
  }

  /** The truth, whatever lagging answers still say. */
  public boolean outOfSync() {
    return outOfSync;
  }

  /** Starts that created a session by the API. */
  public synchronized int acceptedStarts() {
    return acceptedStarts;
  }

  /** Starts that came while a run was on, whatever was answered. */
  public synchronized int repeatedStarts() {
    return repeatedStarts;
  }

  /** The most sessions of this repository that ever ran at once. */
  public synchronized int maxConcurrentSessions() {
    return mostAtOnce;
  }

  synchronized void started(int nowRunning, boolean byApi) {
    mostAtOnce = Math.max(mostAtOnce, nowRunning);
    acceptedStarts += byApi ? 1 : 0;
    stoppedAt = 0;
  }

  synchronized void startRepeated() {
    repeatedStarts++;
  }

  synchronized void succeeded(int lag) {
    readsToLag = outOfSync ? lag : 0;
    outOfSync = false;
  }

  synchronized void stopped(int percent) {
    stoppedAt = percent;
  }

  synchronized int resumesAt() {
    return stoppedAt;
  }

  ObjectNode show(VeeamVersion version) {
    var json = JsonNodeFactory.instance.objectNode().put("id", id.toString()).put("name", name);
    json.put("description", "Simulated").put("path", "C:\\VeeamRepository\\" + name);
    json.put("capacityBytes", 106_970_480_640L).put("freeSpaceBytes", 93_616_943_104L);
    json.put("retentionType", "ItemLevel")
        .put("isOutOfSync", showsOutOfSync())
        .put("isLongTerm", longTerm);
    if (version == VeeamVersion.V8) {
      json.put("isOutdated", outdated).put("isOutOfOrder", outOfOrderReason.isPresent());
      outOfOrderReason.ifPresentOrElse(
          why -> json.put("outOfOrderReason", why), () -> json.putNull("outOfOrderReason"));
      json.put("isMigrationLocked", false).put("isIndexed", true);
      json.putObject("objectStorage").put("id", objectStorage.toString()).put("name", "s3-" + name);
    } else {
      json.put("objectStorageId", objectStorage.toString())
          .put("objectStorageCachePath", "C:\\Cache\\" + name);
    }
    var self = "/" + version.segment() + "/backuprepositories/" + id;
    json.putObject("_links").putObject("self").put("href", self);
    return json;
  }

  private synchronized boolean showsOutOfSync() {
    if (readsToLag > 0) {
      readsToLag--;
      return true;
    }
    return outOfSync;
  }
}
