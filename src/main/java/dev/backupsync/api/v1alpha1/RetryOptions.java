package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import org.jspecify.annotations.Nullable;

/** How a run that the vendor failed or lost is tried again. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RetryOptions(
    @JsonPropertyDescription("Retries per trigger after the first attempt; 3 if left out.")
        @Min(0)
        @Max(100)
        @Nullable Integer limit,
    @JsonPropertyDescription(
            "Wait before the first retry, doubled for each further; 1m if left out.")
        @Pattern(Patterns.DURATION)
        @Nullable String interval,
    @JsonPropertyDescription("The longest wait between two attempts; 30m if left out.")
        @Pattern(Patterns.DURATION)
        @Nullable String maxInterval) {}
