package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** The optional settings of both kinds of sync: when and how to run. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunOptions(
    @JsonPropertyDescription(
            "When a trigger really starts a run: Always, or IfNeeded, which first asks the vendor"
                + " and starts nothing where the target is in order. Default: Always.")
        @Nullable RunPolicy runPolicy,
    @JsonPropertyDescription(
            "With IfNeeded: how often the vendor is asked whether a sync is needed; one that is"
                + " needed starts a run. From "
                + DurationBounds.SHORTEST
                + " to "
                + DurationBounds.CHECK_INTERVAL
                + ". Default: none, so only triggers start a run.")
        @Pattern(Patterns.DURATION)
        @Nullable String checkInterval,
    @JsonPropertyDescription(
            "When to run: five-field cron (minute, hour, day of month, month, day of week), or"
                + " @hourly, @daily, @weekly, @monthly, @yearly. A missed slot is caught up once."
                + " Default: none, so no run starts by the clock.")
        @Size(min = 1, max = 256)
        @Nullable String schedule,
    @JsonPropertyDescription(
            "IANA time zone that the schedule is read in, such as Europe/Berlin. No abbreviations"
                + " and no offsets. Default: "
                + Defaults.TIME_ZONE
                + ".")
        @Size(min = 1, max = 64)
        @Nullable String timeZone,
    @JsonPropertyDescription(
            "How late a slot of the schedule may still be served; one that is older is skipped and"
                + " told by the event MissedSchedule. From "
                + DurationBounds.SHORTEST
                + " to "
                + DurationBounds.STARTING_DEADLINE
                + ". Default: none, so a slot is never too old.")
        @Pattern(Patterns.DURATION)
        @Nullable String startingDeadline,
    @JsonPropertyDescription(
            "True: no new run starts, whatever asks for it. A run in flight is still followed to"
                + " its end. What was asked for meanwhile counts once this is false again. Default:"
                + " false.")
        @Nullable Boolean suspend,
    @JsonPropertyDescription(
            "How long one attempt may take, counted from the moment when the vendor accepted its"
                + " start; time in which nobody could look does not count. A change counts at once."
                + " From "
                + DurationBounds.SHORTEST
                + " to "
                + DurationBounds.TIMEOUT
                + ". Default: "
                + Defaults.TIMEOUT
                + ".")
        @Pattern(Patterns.DURATION)
        @Nullable String timeout,
    @JsonPropertyDescription(
            "How often a run in flight is asked for its progress. A Retry-After of the vendor wins."
                + " From "
                + DurationBounds.SHORTEST
                + " to "
                + DurationBounds.POLL_INTERVAL
                + ". Default: "
                + Defaults.POLL_INTERVAL
                + ".")
        @Pattern(Patterns.DURATION)
        @Nullable String pollInterval,
    @JsonPropertyDescription(
            "How a run that the vendor failed or lost is tried again. A start that is refused, or a"
                + " poll that fails, uses up no attempt. Default: the defaults of its fields.")
        @Nullable RetryOptions retry,
    @JsonPropertyDescription(
            "What becomes of a run in flight when this object is deleted: Orphan leaves it going,"
                + " Cancel stops it first and holds the object by a finalizer for a minute at most."
                + " Azure cannot stop a run. Default: Orphan.")
        @Nullable DeletionPolicy deletionPolicy) {

  public static final RunOptions NONE =
      new RunOptions(null, null, null, null, null, null, null, null, null, null);

  static RunOptions read(SpecParts parts) {
    return new RunOptions(
        parts.value("runPolicy", RunPolicy.class),
        parts.value("checkInterval", String.class),
        parts.value("schedule", String.class),
        parts.value("timeZone", String.class),
        parts.value("startingDeadline", String.class),
        parts.value("suspend", Boolean.class),
        parts.value("timeout", String.class),
        parts.value("pollInterval", String.class),
        parts.value("retry", RetryOptions.class),
        parts.value("deletionPolicy", DeletionPolicy.class));
  }

  public boolean suspended() {
    return Boolean.TRUE.equals(suspend);
  }
}
