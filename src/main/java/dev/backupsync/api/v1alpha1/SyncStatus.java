package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdNodeBasedDeserializer;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.kubernetes.api.model.Condition;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All that is known about a sync. Immutable: every change makes a new value. */
@JsonClassDescription(
    "What the operator knows of the sync: where it stands, the run in flight, the last runs."
        + " Written by the operator only; input for its next step.")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonDeserialize(using = SyncStatus.Reader.class)
@RecordBuilder
@RecordBuilder.Options(useImmutableCollections = false, addFunctionalMethodsToWith = false)
public record SyncStatus(
    @JsonPropertyDescription(
            "Generation of the spec that this status speaks of; -1 until the operator has looked at"
                + " the object for the first time.")
        @Default("-1")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "Where the sync stands: Pending, Queued, Starting, Synchronizing, Succeeded, Failed or"
                + " Cancelled.")
        @Nullable SyncState state,
    @JsonPropertyDescription(
            "Why it stands there, in one word; the reason of the Ready condition. The reference has"
                + " a remedy for each.")
        @Nullable Reason reason,
    @JsonPropertyDescription(
            "Why it stands there, in a sentence of at most 512 bytes; the message of the Ready"
                + " condition.")
        @Nullable String message,
    @JsonPropertyDescription(
            "How far the vendor says that the run is, 0 to 100. Left out while the vendor tells"
                + " none.")
        @Min(0)
        @Max(100)
        @Nullable Integer progressPercent,
    @JsonPropertyDescription(
            "The last error in one line of at most 512 bytes. Left out when there is none.")
        @Nullable String error,
    @JsonPropertyDescription(
            "The last error in full, with what to do about it. It stays until a run or a check"
                + " succeeds.")
        @Nullable SyncError lastError,
    @JsonPropertyDescription("The word of the vendor for the state of the run, unchanged.")
        @Nullable String vendorState,
    @JsonPropertyDescription(
            "The run in flight, else the last one: what it is for, and what finds it at the vendor"
                + " again. Never edit it.")
        @Nullable Run run,
    @JsonPropertyDescription(
            "How the last run ended: its trigger, its times, its result and its error.")
        @Nullable RunRecord lastRun,
    @JsonPropertyDescription(
            "The last ten runs that ended, newest first; their errors are cut to 64 bytes.")
        @Nullable List<RunRecord> history,
    @JsonPropertyDescription(
            "Since when the next run waits; the oldest goes first. Left out where none waits.")
        @Nullable Instant queuedTime,
    @JsonPropertyDescription("When a run last succeeded. Left out until the first one did.")
        @Nullable Instant lastSuccessTime,
    @JsonPropertyDescription(
            "When the schedule is due next, with its jitter. Left out without a schedule.")
        @Nullable Instant nextRunTime,
    @JsonPropertyDescription(
            "Slots of the schedule up to this time were served or skipped, or lie before the"
                + " schedule was set.")
        @Nullable Instant lastScheduleTime,
    @JsonPropertyDescription(
            "The schedule and time zone that lastScheduleTime belongs to; a change of either looks"
                + " only forward.")
        @Nullable String observedSchedule,
    @JsonPropertyDescription(
            "When the vendor is asked next whether a sync is needed. Left out without"
                + " checkInterval.")
        @Nullable Instant nextCheckTime,
    @JsonPropertyDescription(
            "Value of the annotation backupsync.dev/requested-at that the last run served. Wait for"
                + " yours here to know that it was taken.")
        @Nullable String lastHandledRequest,
    @JsonPropertyDescription(
            "Value of the annotation backupsync.dev/cancel-requested-at that was last acted on.")
        @Nullable String lastHandledCancel,
    @JsonPropertyDescription(
            "What the vendor last said: true where the target is out of sync or not protected. Left"
                + " out where nobody could tell.")
        @Nullable Boolean needed,
    @JsonPropertyDescription(
            "Signature of the operator process that wrote this status. Two that take turns are two"
                + " operators that serve this object without knowing of each other.")
        @Nullable String writtenBy,
    @JsonPropertyDescription(
            "Ready always; Reconciling while a run is wanted or under way; Stalled when somebody"
                + " must do something. The last two are absent, never False.")
        @Nullable List<Condition> conditions)
    implements SyncStatusBuilder.With {

  /** The status of an object that was never reconciled. */
  public static final SyncStatus NEW = SyncStatusBuilder.builder().observedGeneration(-1L).build();

  /** The state; {@link SyncState#PENDING} if none was written yet. */
  public SyncState currentState() {
    return state == null ? SyncState.PENDING : state;
  }

  public Optional<Run> knownRun() {
    return Optional.ofNullable(run);
  }

  public Optional<RunRecord> knownLastRun() {
    return Optional.ofNullable(lastRun);
  }

  /** Whether it waits for a free place rather than for its connection. */
  public boolean waitsForPlace() {
    return reason != null && reason.waitsForPlace();
  }

  /** Since when the next run waits; empty if none waits. */
  public Optional<Instant> queuedSince() {
    return Optional.ofNullable(queuedTime);
  }

  public List<RunRecord> pastRuns() {
    return history == null ? List.of() : history;
  }

  public List<Condition> knownConditions() {
    return conditions == null ? List.of() : conditions;
  }

  /**
   * Whether the run may be at the vendor: it is being polled, or its start was sent and the answer
   * is not known.
   */
  public boolean mayRunAtVendor() {
    return inFlight()
        && (currentState() == SyncState.SYNCHRONIZING
            || knownRun().filter(Run::inDoubt).isPresent());
  }

  /** Whether a run is between its beginning and its end. */
  public boolean inFlight() {
    return run != null && currentState().inFlight();
  }

  /** Users can edit a status, so fields that cannot be read are left out. */
  static final class Reader extends StdNodeBasedDeserializer<SyncStatus> {
    private static final long serialVersionUID = 1L;

    Reader() {
      super(SyncStatus.class);
    }

    @Override
    public SyncStatus convert(JsonNode status, DeserializationContext ctxt) {
      var parts = new StatusParts(status);
      return new SyncStatus(
          parts.value("observedGeneration", Long.class),
          parts.value("state", SyncState.class),
          parts.value("reason", Reason.class),
          parts.value("message", String.class),
          parts.value("progressPercent", Integer.class),
          parts.value("error", String.class),
          parts.value("lastError", SyncError.class),
          parts.value("vendorState", String.class),
          parts.value("run", Run.class),
          parts.value("lastRun", RunRecord.class),
          parts.list("history", RunRecord.class),
          parts.value("queuedTime", Instant.class),
          parts.value("lastSuccessTime", Instant.class),
          parts.value("nextRunTime", Instant.class),
          parts.value("lastScheduleTime", Instant.class),
          parts.value("observedSchedule", String.class),
          parts.value("nextCheckTime", Instant.class),
          parts.value("lastHandledRequest", String.class),
          parts.value("lastHandledCancel", String.class),
          parts.value("needed", Boolean.class),
          parts.value("writtenBy", String.class),
          parts.list("conditions", Condition.class));
    }
  }
}
