package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import org.jspecify.annotations.Nullable;

/** How a run that failed or was lost at the vendor is retried. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RetryOptions(
    @JsonPropertyDescription(
            "How many further attempts follow the first one, for each trigger. 0 for none. Default:"
                + " "
                + Defaults.RETRY_LIMIT
                + ".")
        @Min(0)
        @Max(100)
        @Nullable Integer limit,
    @JsonPropertyDescription(
            "How long to wait before the second attempt; doubled before each further one, and up to"
                + " a tenth longer. From "
                + DurationBounds.SHORTEST
                + " to "
                + DurationBounds.RETRY_INTERVAL
                + ". Default: "
                + Defaults.RETRY_INTERVAL
                + ".")
        @Pattern(Patterns.DURATION)
        @Nullable String interval,
    @JsonPropertyDescription(
            "The longest wait between two attempts, however many there were. From "
                + DurationBounds.SHORTEST
                + " to "
                + DurationBounds.RETRY_MAX_INTERVAL
                + ". Default: "
                + Defaults.RETRY_MAX_INTERVAL
                + ".")
        @Pattern(Patterns.DURATION)
        @Nullable String maxInterval) {}
