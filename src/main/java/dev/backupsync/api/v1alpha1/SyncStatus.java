package dev.backupsync.api.v1alpha1;

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

/** All that is known of a sync. Immutable: every change makes a new value. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonDeserialize(using = SyncStatus.Reader.class)
@RecordBuilder
@RecordBuilder.Options(useImmutableCollections = false, addFunctionalMethodsToWith = false)
public record SyncStatus(
    @JsonPropertyDescription(
            "Generation of the spec that this status speaks of; -1 until first seen.")
        @Default("-1")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("Where the sync stands.") @Nullable SyncState state,
    @JsonPropertyDescription("Why it stands there; the reason of the Ready condition.")
        @Nullable Reason reason,
    @JsonPropertyDescription("The same in a sentence.") @Nullable String message,
    @JsonPropertyDescription("What the vendor reports; left out while unknown.") @Min(0) @Max(100)
        @Nullable Integer progressPercent,
    @JsonPropertyDescription("The last error in one line; left out when there is none.")
        @Nullable String error,
    @JsonPropertyDescription("The last error in full.") @Nullable SyncError lastError,
    @JsonPropertyDescription("The vendor's own word for the state, verbatim.")
        @Nullable String vendorState,
    @JsonPropertyDescription("The run in flight, else the last one.") @Nullable Run run,
    @JsonPropertyDescription("How the last run ended.") @Nullable RunRecord lastRun,
    @JsonPropertyDescription("The last ten runs, newest first.") @Nullable List<RunRecord> history,
    @JsonPropertyDescription("Since when the next run waits; the oldest goes first.")
        @Nullable Instant queuedTime,
    @Nullable Instant lastSuccessTime,
    @JsonPropertyDescription("When the schedule is due next, with its jitter.")
        @Nullable Instant nextRunTime,
    @JsonPropertyDescription(
            "Slots of the schedule up to here were served or skipped, or lie before it was set.")
        @Nullable Instant lastScheduleTime,
    @JsonPropertyDescription("The schedule and time zone that lastScheduleTime belongs to.")
        @Nullable String observedSchedule,
    @JsonPropertyDescription("When the vendor is asked next whether a sync is needed.")
        @Nullable Instant nextCheckTime,
    @JsonPropertyDescription(
            "Value of the annotation backupsync.dev/requested-at that the last run served.")
        @Nullable String lastHandledRequest,
    @JsonPropertyDescription(
            "Value of the annotation backupsync.dev/cancel-requested-at that was last acted on.")
        @Nullable String lastHandledCancel,
    @JsonPropertyDescription("What the vendor last said: out of sync / not protected.")
        @Nullable Boolean needed,
    @JsonPropertyDescription(
            "Signature of the operator process that wrote this status. Two that take turns are two"
                + " operators that serve this object without knowing of each other.")
        @Nullable String writtenBy,
    @JsonPropertyDescription("Ready, and while abnormal Reconciling or Stalled.")
        @Nullable List<Condition> conditions)
    implements SyncStatusBuilder.With {

  /** Of an object that was never looked at. */
  public static final SyncStatus NEW = SyncStatusBuilder.builder().observedGeneration(-1L).build();

  /** The state, {@link SyncState#PENDING} where none was written yet. */
  public SyncState currentState() {
    return state == null ? SyncState.PENDING : state;
  }

  public Optional<Run> knownRun() {
    return Optional.ofNullable(run);
  }

  public Optional<RunRecord> knownLastRun() {
    return Optional.ofNullable(lastRun);
  }

  /** Whether it waits for a place rather than for its connection. */
  public boolean waitsForPlace() {
    return reason != null && reason.waitsForPlace();
  }

  /** Since when the next run waits; empty where none does. */
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
   * Whether something of the run may be at the vendor: it is followed, or its start was sent and
   * the answer is not known.
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

  /** Anyone who may write a status may have written it: what cannot be read is not there. */
  static final class Reader extends StdNodeBasedDeserializer<SyncStatus> {
    private static final long serialVersionUID = 1L;

    Reader() {
      super(SyncStatus.class);
    }

    @Override
    public SyncStatus convert(JsonNode status, DeserializationContext ctxt) {
      var parts = new StatusParts(status, ctxt);
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
