package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One run: what triggered it, its target, and all that is needed to find it again after a crash.
 *
 * @param attempt 1 for the first, one more for each retry
 * @param adopted true if the run was found at the vendor rather than started by us
 * @param startTime when the decision to start was saved
 * @param sentTime when a start was last permitted whose answer is not known; a crash or a lost
 *     answer leaves it set, and then an operation found at the vendor may be ours
 * @param neededBeforeStart whether the look that permitted the last start found that the target
 *     needs a sync; null if the look did not show it. Only if true, a target in order is evidence
 *     that this run succeeded
 * @param acceptedTime when the vendor accepted the start of this attempt, or may have; its timeout
 *     counts from here
 * @param lastSeenTime when the vendor last showed the run, written now and then: after a restart,
 *     time that does not count is measured from here
 * @param unseenSince since when the run cannot be seen; this time does not count
 * @param uncountedSeconds how much of this attempt's time does not count
 * @param bystanders operations that the vendor already showed before the start, or that earlier
 *     runs and attempts followed; never adopted as ours
 * @param misses polls in a row without an answer
 * @param idlePolls polls that found the operation not yet at work
 * @param active whether the operation was ever seen at work
 * @param confirmations checks of an ended operation's target that did not find it in order
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@RecordBuilder
@RecordBuilder.Options(useImmutableCollections = false, addFunctionalMethodsToWith = false)
public record Run(
    @JsonPropertyDescription(
            "Id that the operator gave this run; the same for all of its attempts.")
        @Required
        String id,
    @JsonPropertyDescription(
            "What this run is for, pinned when it began, whatever spec says meanwhile.")
        @Required
        Target target,
    @JsonPropertyDescription(
            "What asked for this run, pinned when it began. A request that comes later starts"
                + " another run after it.")
        @Required
        Trigger trigger,
    @JsonPropertyDescription(
            "1 for the first attempt, one more for each retry, up to spec.retry.limit + 1.")
        int attempt,
    @JsonPropertyDescription(
            "True where the run was found at the vendor and is followed, instead of a second one"
                + " being started.")
        boolean adopted,
    @JsonPropertyDescription(
            "What finds the run at the vendor again after a restart. Left out until a start was"
                + " accepted.")
        @Nullable Operation operation,
    @JsonPropertyDescription(
            "When the wish for this run was saved; waiting before it does not count.")
        @Nullable Instant startTime,
    @JsonPropertyDescription(
            "Set while a start was sent and its answer is not known. What is found at the vendor"
                + " then may be ours.")
        @Nullable Instant sentTime,
    @JsonPropertyDescription(
            "What the look before the start found: true where the target was out of sync or not"
                + " protected. Left out where it could not tell.")
        @Nullable Boolean neededBeforeStart,
    @JsonPropertyDescription(
            "When the vendor accepted the start of this attempt, or may have; spec.timeout counts"
                + " from here.")
        @Nullable Instant acceptedTime,
    @JsonPropertyDescription(
            "When the vendor last told of this attempt, at least; written now and then. A restart"
                + " counts from here the time in which nobody looked.")
        @Nullable Instant lastSeenTime,
    @JsonPropertyDescription(
            "Since when nobody can look at this attempt; this time does not count. After seven days"
                + " the run is given up.")
        @Nullable Instant unseenSince,
    @JsonPropertyDescription(
            "How many seconds of this attempt do not count for the timeout, because nobody could"
                + " look.")
        @Nullable Long uncountedSeconds,
    @JsonPropertyDescription(
            "When this attempt ends at the latest: spec.timeout after acceptedTime, later by what"
                + " does not count. None before a start was sent.")
        @Nullable Instant deadline,
    @JsonPropertyDescription(
            "The vendor is not asked about this run before this time. Left out where"
                + " spec.pollInterval alone decides.")
        @Nullable Instant nextPollTime,
    @JsonPropertyDescription(
            "How many polls in a row had no answer that tells of the run; each makes the next wait"
                + " longer.")
        int misses,
    @JsonPropertyDescription(
            "How many polls found the operation not yet at work. Left out once it was seen at"
                + " work.")
        @Nullable Integer idlePolls,
    @JsonPropertyDescription("True once the operation was seen at work. Left out before.")
        @Nullable Boolean active,
    @JsonPropertyDescription(
            "How often the target was looked at after the operation ended, and was not in order"
                + " yet; five at most.")
        @Nullable Integer confirmations,
    @JsonPropertyDescription(
            "Operations that were there before the start, or that earlier runs followed: never"
                + " taken for this run. At most 20.")
        @Nullable List<String> bystanders)
    implements RunBuilder.With {

  /** A run that is wanted from {@code now} on; its time begins when a start was sent. */
  public static Run begin(String id, Target target, Trigger trigger, Instant now) {
    return RunBuilder.builder()
        .id(id)
        .target(target)
        .trigger(trigger)
        .attempt(1)
        .startTime(now)
        .build();
  }

  /** The next attempt of this run, not before {@code notBefore}. */
  public Run retry(Instant notBefore) {
    return RunBuilder.builder()
        .id(id)
        .target(target)
        .trigger(trigger)
        .attempt(attempt + 1)
        .startTime(startTime)
        .nextPollTime(notBefore)
        .build()
        .after(this);
  }

  /** Adds what {@code earlier} left at the vendor to the bystanders, so that it is not adopted. */
  public Run after(Run earlier) {
    var past =
        Stream.concat(
                earlier.knownOperation().flatMap(Operation::knownId).stream(),
                Stream.ofNullable(earlier.bystanders).flatMap(List::stream))
            .filter(Objects::nonNull)
            .distinct()
            .limit(StatusBudget.BYSTANDERS)
            .toList();
    return withBystanders(past.isEmpty() ? null : past);
  }

  /** Whether the target needed a sync before the last start, as far as known. */
  public boolean beganInNeed() {
    return Boolean.TRUE.equals(neededBeforeStart);
  }

  /** Whether a start may have reached the vendor whose answer is not known. */
  public boolean inDoubt() {
    return sentTime != null;
  }

  /** The run if nothing of this attempt can be at the vendor: its time has not begun. */
  public Run unsent() {
    return withSentTime(null)
        .withAcceptedTime(null)
        .withLastSeenTime(null)
        .withUnseenSince(null)
        .withUncountedSeconds(null)
        .withDeadline(null);
  }

  public long uncounted() {
    return uncountedSeconds == null ? 0 : uncountedSeconds;
  }

  public Optional<Operation> knownOperation() {
    return Optional.ofNullable(operation);
  }

  /** The time before which the vendor must not be asked. */
  public Optional<Instant> waitsUntil() {
    return Optional.ofNullable(nextPollTime);
  }

  public boolean seenActive() {
    return Boolean.TRUE.equals(active);
  }

  public int timesIdle() {
    return idlePolls == null ? 0 : idlePolls;
  }

  public int timesUnconfirmed() {
    return confirmations == null ? 0 : confirmations;
  }

  public boolean isBystander(String operationId) {
    return bystanders != null && bystanders.contains(operationId);
  }
}
