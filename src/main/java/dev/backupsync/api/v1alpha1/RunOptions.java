package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** What both kinds of sync let their users choose, all of it optional: when and how to run. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunOptions(
    @JsonPropertyDescription(
            "Always, or only when the vendor says that it is out of sync / not protected; Always if"
                + " left out.")
        @Nullable RunPolicy runPolicy,
    @JsonPropertyDescription("With IfNeeded: look again this often, and heal.")
        @Pattern(Patterns.DURATION)
        @Nullable String checkInterval,
    @JsonPropertyDescription("When to run: five-field cron, or a macro such as @daily.")
        @Size(min = 1, max = 256)
        @Nullable String schedule,
    @JsonPropertyDescription("IANA time zone of the schedule; UTC if left out.")
        @Size(min = 1, max = 64)
        @Nullable String timeZone,
    @JsonPropertyDescription("A missed slot older than this is skipped.")
        @Pattern(Patterns.DURATION)
        @Nullable String startingDeadline,
    @JsonPropertyDescription("No new runs; a run in flight is still followed to its end.")
        @Nullable Boolean suspend,
    @JsonPropertyDescription("Limit of one attempt; 12h if left out.") @Pattern(Patterns.DURATION)
        @Nullable String timeout,
    @JsonPropertyDescription(
            "How often a run is looked at; 15s if left out. The vendor's Retry-After wins.")
        @Pattern(Patterns.DURATION)
        @Nullable String pollInterval,
    @JsonPropertyDescription("How a run that the vendor failed or lost is tried again.")
        @Nullable RetryOptions retry,
    @JsonPropertyDescription(
            "What becomes of a run in flight when this object is deleted: Orphan (it goes on), or"
                + " Cancel; Orphan if left out.")
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
