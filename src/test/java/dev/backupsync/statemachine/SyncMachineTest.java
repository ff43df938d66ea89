package dev.backupsync.statemachine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.vendor.Outcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every situation and every answer in it, as one table; the rules behind it have their own tests.
 */
class SyncMachineTest {
  /** The first decision in a situation, before anything was asked. */
  private static final String FIRST =
      """
      # situation                                     | given             | before               | state         | reason                 | effect | wake     | notices
      a new object is looked for before it is started | NOTHING           | NEW                  | STARTING      | STARTING               | Locate | -        | -
      it waits for its connection                     | CLOSED_GATE       | NEW                  | QUEUED        | CONNECTION_NOT_READY   | None   | -        | -
      it may not use its connection                   | FORBIDDEN         | NEW                  | FAILED        | CONNECTION_NOT_ALLOWED | None   | -        | -
      nobody looked at its connection yet             | UNSEEN_GATE       | NEW                  | PENDING       | -                      | None   | -        | -
      nothing begins while suspended                  | SUSPENDED         | NEW                  | PENDING       | SUSPENDED              | None   | -        | -
      nothing begins from nonsense                    | INVALID_SPEC      | NEW                  | FAILED        | INVALID_SPEC           | None   | -        | -
      the wait is over                                | NOTHING           | QUEUED               | STARTING      | STARTING               | Locate | -        | -
      the wait goes on                                | CLOSED_GATE       | QUEUED               | QUEUED        | CONNECTION_NOT_READY   | None   | -        | -
      cancelled in the queue                          | CANCEL            | QUEUED               | CANCELLED     | CANCELLED              | None   | -        | Cancelled
      suspended in the queue                          | SUSPENDED         | QUEUED               | PENDING       | SUSPENDED              | None   | -        | -
      a crash before the first look: look             | NOTHING           | LOOKING              | STARTING      | STARTING               | Locate | -        | -
      a connection lost before the look               | CLOSED_GATE       | LOOKING              | STARTING      | CONNECTION_NOT_READY   | None   | -        | -
      a restart before the look                       | UNSEEN_GATE       | LOOKING              | STARTING      | STARTING               | None   | -        | -
      cancelled before the look                       | CANCEL            | LOOKING              | CANCELLED     | CANCELLED              | None   | -        | Cancelled
      suspended before the look                       | SUSPENDED         | LOOKING              | STARTING      | SUSPENDED              | None   | -        | -
      a start in doubt is looked for                  | NOTHING           | IN_DOUBT             | STARTING      | STARTING               | Locate | -        | -
      cancelled in doubt: first see what there is     | CANCEL            | IN_DOUBT             | STARTING      | STARTING               | Locate | -        | -
      suspended in doubt: it may run                  | SUSPENDED         | IN_DOUBT             | STARTING      | STARTING               | Locate | -        | -
      in doubt without a connection                   | CLOSED_GATE       | IN_DOUBT             | STARTING      | CONNECTION_NOT_READY   | None   | PT168H1S | -
      a retry waits for its time                      | NOTHING           | RETRYING             | STARTING      | STARTING               | None   | PT4M     | -
      cancelled between two attempts                  | CANCEL            | RETRYING             | CANCELLED     | CANCELLED              | None   | -        | Cancelled
      suspended between two attempts                  | SUSPENDED         | RETRYING             | STARTING      | SUSPENDED              | None   | -        | -
      a run is followed                               | NOTHING           | RUNNING              | SYNCHRONIZING | PROGRESSING            | Poll   | -        | -
      also while suspended                            | SUSPENDED         | RUNNING              | SYNCHRONIZING | PROGRESSING            | Poll   | -        | -
      also where spec became nonsense                 | INVALID_SPEC      | RUNNING              | SYNCHRONIZING | PROGRESSING            | Poll   | -        | -
      also where spec has another target              | OTHER_TARGET      | RUNNING              | SYNCHRONIZING | PROGRESSING            | Poll   | -        | -
      also where another run is asked for             | REQUEST           | RUNNING              | SYNCHRONIZING | PROGRESSING            | Poll   | -        | -
      also past its deadline                          | GIVEN_UP          | RUNNING              | SYNCHRONIZING | PROGRESSING            | Poll   | -        | -
      but not through a closed gate                   | CLOSED_GATE       | RUNNING              | SYNCHRONIZING | CONNECTION_NOT_READY   | None   | PT168H1S | -
      nor before somebody looked                      | UNSEEN_GATE       | RUNNING              | SYNCHRONIZING | PROGRESSING            | None   | -        | -
      a run is stopped                                | CANCEL            | RUNNING              | SYNCHRONIZING | PROGRESSING            | Cancel | -        | -
      a run that cannot be seen is asked for again    | NOTHING           | BLIND                | SYNCHRONIZING | PROGRESSING            | Poll   | -        | -
      a run that cannot be seen is stopped            | CANCEL            | BLIND                | SYNCHRONIZING | PROGRESSING            | Cancel | -        | -
      a target is looked at once more                 | NOTHING           | LOOKED_AT_FIVE_TIMES | SYNCHRONIZING | PROGRESSING            | Poll   | -        | -
      rest after success                              | NOTHING           | SUCCEEDED            | SUCCEEDED     | SYNCHRONIZED           | None   | -        | -
      rest after failure                              | NOTHING           | FAILED               | FAILED        | SYNC_FAILED            | None   | -        | -
      rest after a cancel                             | NOTHING           | CANCELLED            | CANCELLED     | CANCELLED              | None   | -        | -
      nothing to cancel                               | CANCEL            | SUCCEEDED            | SUCCEEDED     | SYNCHRONIZED           | None   | -        | -
      a request after success                         | REQUEST           | SUCCEEDED            | STARTING      | STARTING               | Locate | -        | -
      a request after failure                         | REQUEST           | FAILED               | STARTING      | STARTING               | Locate | -        | -
      a request after a cancel                        | REQUEST           | CANCELLED            | STARTING      | STARTING               | Locate | -        | -
      a request while suspended                       | SUSPENDED_REQUEST | SUCCEEDED            | SUCCEEDED     | SYNCHRONIZED           | None   | -        | -
      another target                                  | OTHER_TARGET      | SUCCEEDED            | STARTING      | STARTING               | Locate | -        | -
      nonsense after success                          | INVALID_SPEC      | SUCCEEDED            | FAILED        | INVALID_SPEC           | None   | -        | -
      checks are planned                              | IF_NEEDED         | SUCCEEDED            | SUCCEEDED     | SYNCHRONIZED           | None   | PT15M    | -
      a slot is served                                | SLOT_DUE          | SUCCEEDED            | STARTING      | STARTING               | Locate | -        | -
      the latest of several slots is served           | SLOTS_DUE         | SUCCEEDED            | STARTING      | STARTING               | Locate | -        | MissedSchedule
      a slot waits for its connection                 | CLOSED_AND_SLOT   | SUCCEEDED            | QUEUED        | CONNECTION_NOT_READY   | None   | PT23H59M | -
      a slot is given up                              | SLOT_TOO_LATE     | SUCCEEDED            | SUCCEEDED     | SYNCHRONIZED           | None   | PT23H59M | MissedSchedule
      a slot is not served again                      | SLOT_SERVED       | SUCCEEDED            | SUCCEEDED     | SYNCHRONIZED           | None   | PT23H59M | -
      a slot is waited for                            | SLOT_NOT_YET      | SUCCEEDED            | SUCCEEDED     | SYNCHRONIZED           | None   | PT1M     | -
      a slot comes before a check                     | CHECK_AND_SLOT    | SUCCEEDED            | SUCCEEDED     | SYNCHRONIZED           | None   | PT1M     | -
      a new schedule looks forward                    | NEW_SCHEDULE      | SUCCEEDED            | SUCCEEDED     | SYNCHRONIZED           | None   | PT23H59M | -
      a slot while suspended                          | SUSPENDED_SLOT    | SUCCEEDED            | SUCCEEDED     | SYNCHRONIZED           | None   | -        | -
      a slot in a run: it is followed                 | SLOT_DUE          | RUNNING              | SYNCHRONIZING | PROGRESSING            | Poll   | -        | -
      a slot between two attempts                     | SLOT_DUE          | RETRYING             | STARTING      | STARTING               | None   | PT4M     | -
      a check is due                                  | CHECK_DUE         | SUCCEEDED            | SUCCEEDED     | SYNCHRONIZED           | Check  | -        | -
      """;

  /** The decision after an answer. */
  private static final String ANSWERED =
      """
      # situation                                    | given          | before               | asked  | said                     | state         | reason                 | effect | wake    | notices
      somebody else's run is adopted                 | NOTHING        | LOOKING              | LOCATE | RUNNING                  | SYNCHRONIZING | PROGRESSING            | None   | PT15S   | Adopted
      a run without a name is adopted                | NOTHING        | LOOKING              | LOCATE | RUNNING_WITHOUT_DETAILS  | SYNCHRONIZING | PROGRESSING            | None   | PT15S   | Adopted
      a run is adopted in order to stop it           | CANCEL         | IN_DOUBT             | LOCATE | RUNNING                  | SYNCHRONIZING | PROGRESSING            | None   | PT0S    | Adopted
      nothing in flight permits a start             | NOTHING        | LOOKING              | LOCATE | NOTHING_RUNS_SYNC_NEEDED | STARTING      | STARTING               | Start  | -       | -
      with Always also where it is in order          | NOTHING        | LOOKING              | LOCATE | NOTHING_RUNS_IN_SYNC     | STARTING      | STARTING               | Start  | -       | -
      with Always also where nobody can tell         | NOTHING        | LOOKING              | LOCATE | NOTHING_RUNS_NEED_HIDDEN | STARTING      | STARTING               | Start  | -       | -
      nothing was sent that could be overlooked      | NOTHING        | LOOKING              | LOCATE | PERHAPS_NOTHING_RUNS     | STARTING      | STARTING               | Start  | -       | -
      needed                                         | IF_NEEDED      | LOOKING              | LOCATE | NOTHING_RUNS_SYNC_NEEDED | STARTING      | STARTING               | Start  | -       | -
      not needed                                     | IF_NEEDED      | LOOKING              | LOCATE | NOTHING_RUNS_IN_SYNC     | SUCCEEDED     | ALREADY_IN_SYNC        | None   | PT15M   | Succeeded
      never healed blindly                           | IF_NEEDED      | LOOKING              | LOCATE | NOTHING_RUNS_NEED_HIDDEN | FAILED        | ACCESS_DENIED          | None   | PT15M   | Failed
      suspended while it was looked for              | SUSPENDED      | LOOKING              | LOCATE | NOTHING_RUNS_SYNC_NEEDED | STARTING      | SUSPENDED              | None   | -       | -
      cancelled while it was looked for              | CANCEL         | LOOKING              | LOCATE | NOTHING_RUNS_SYNC_NEEDED | CANCELLED     | CANCELLED              | None   | -       | Cancelled
      never too late to start                        | OVERDUE        | LOOKING              | LOCATE | NOTHING_RUNS_SYNC_NEEDED | STARTING      | STARTING               | Start  | -       | -
      too late for one more where one was sent       | OVERDUE        | IN_DOUBT             | LOCATE | NOTHING_RUNS_SYNC_NEEDED | FAILED        | DEADLINE_EXCEEDED      | None   | -       | TimedOut
      the lost start did not happen: start           | NOTHING        | IN_DOUBT             | LOCATE | NOTHING_RUNS_SYNC_NEEDED | STARTING      | STARTING               | Start  | -       | -
      the lost start cannot be seen: watch           | NOTHING        | IN_DOUBT             | LOCATE | PERHAPS_NOTHING_RUNS     | STARTING      | PROGRESSING_WITH_RETRY | None   | PT15S   | -
      the lost start happened: adopt it              | NOTHING        | IN_DOUBT             | LOCATE | RUNNING                  | SYNCHRONIZING | PROGRESSING            | None   | PT15S   | Adopted
      no such target                                 | NOTHING        | LOOKING              | LOCATE | REJECTED                 | FAILED        | TARGET_NOT_FOUND       | None   | -       | Failed
      the look is throttled                          | NOTHING        | LOOKING              | LOCATE | THROTTLED_77S            | STARTING      | THROTTLED              | None   | PT1M17S | -
      the look taught nothing                        | NOTHING        | LOOKING              | LOCATE | NO_ANSWER                | STARTING      | PROGRESSING_WITH_RETRY | None   | PT15S   | -
      the look taught nothing for days               | GIVEN_UP       | LOOKING              | LOCATE | NO_ANSWER                | STARTING      | PROGRESSING_WITH_RETRY | None   | PT15S   | -
      done, and a slot waits                         | SLOT_DUE       | RUNNING              | POLL   | SUCCEEDED                | SUCCEEDED     | SYNCHRONIZED           | None   | PT0S    | Succeeded
      done, and a slot is to come                    | SLOT_NOT_YET   | RUNNING              | POLL   | SUCCEEDED                | SUCCEEDED     | SYNCHRONIZED           | None   | PT1M    | Succeeded
      done, and a slot came too late                 | SLOT_TOO_LATE  | RUNNING              | POLL   | SUCCEEDED                | SUCCEEDED     | SYNCHRONIZED           | None   | PT0S    | Succeeded
      done, and suspended with a slot                | SUSPENDED_SLOT | RUNNING              | POLL   | SUCCEEDED                | SUCCEEDED     | SYNCHRONIZED           | None   | -       | Succeeded
      the check finds order                          | CHECK_DUE      | SUCCEEDED            | CHECK  | NOTHING_RUNS_IN_SYNC     | SUCCEEDED     | SYNCHRONIZED           | None   | PT15M   | -
      the check finds need                           | CHECK_DUE      | SUCCEEDED            | CHECK  | NOTHING_RUNS_SYNC_NEEDED | STARTING      | STARTING               | Locate | -       | -
      the check finds need after a failure           | CHECK_DUE      | FAILED               | CHECK  | NOTHING_RUNS_SYNC_NEEDED | STARTING      | STARTING               | Locate | -       | -
      the check finds need after a cancel            | CHECK_DUE      | CANCELLED            | CHECK  | NOTHING_RUNS_SYNC_NEEDED | STARTING      | STARTING               | Locate | -       | -
      the check finds somebody else's run            | CHECK_DUE      | SUCCEEDED            | CHECK  | RUNNING                  | STARTING      | STARTING               | Locate | -       | -
      the check sees nothing                         | CHECK_DUE      | SUCCEEDED            | CHECK  | NOTHING_RUNS_NEED_HIDDEN | SUCCEEDED     | SYNCHRONIZED           | None   | PT15M   | -
      the check is refused                           | CHECK_DUE      | SUCCEEDED            | CHECK  | REJECTED                 | SUCCEEDED     | SYNCHRONIZED           | None   | PT15M   | -
      the check is throttled                         | CHECK_DUE      | SUCCEEDED            | CHECK  | THROTTLED_77S            | SUCCEEDED     | SYNCHRONIZED           | None   | PT15M   | -
      the check taught nothing                       | CHECK_DUE      | FAILED               | CHECK  | NO_ANSWER                | FAILED        | SYNC_FAILED            | None   | PT15M   | -
      accepted                                       | NOTHING        | IN_DOUBT             | START  | RUNNING                  | SYNCHRONIZING | PROGRESSING            | None   | PT15S   | Started
      accepted, with a pace                          | NOTHING        | IN_DOUBT             | START  | RUNNING_ASK_IN_1_MIN     | SYNCHRONIZING | PROGRESSING            | None   | PT1M    | Started
      accepted without a name                        | NOTHING        | IN_DOUBT             | START  | RUNNING_WITHOUT_DETAILS  | SYNCHRONIZING | PROGRESSING            | None   | PT15S   | Started
      done at once                                   | NOTHING        | IN_DOUBT             | START  | SUCCEEDED                | SUCCEEDED     | SYNCHRONIZED           | None   | -       | Started Succeeded
      done at once, but not yet in order             | NOTHING        | IN_DOUBT             | START  | UNCONFIRMED              | SYNCHRONIZING | PROGRESSING            | None   | PT15S   | Started
      failed at once                                 | NOTHING        | IN_DOUBT             | START  | FAILED                   | STARTING      | PROGRESSING_WITH_RETRY | None   | PT1M6S  | Started Retrying
      failed at once, without retries                | NO_RETRIES     | IN_DOUBT             | START  | FAILED                   | FAILED        | SYNC_FAILED            | None   | -       | Started Failed
      refused                                        | NOTHING        | IN_DOUBT             | START  | REJECTED                 | FAILED        | TARGET_NOT_FOUND       | None   | -       | Failed
      throttled, so surely not started               | NOTHING        | IN_DOUBT             | START  | THROTTLED_77S            | STARTING      | THROTTLED              | None   | PT1M17S | -
      refused for now                                | NOTHING        | IN_DOUBT             | START  | START_REFUSED            | STARTING      | START_REFUSED          | None   | PT5M    | -
      the answer is lost                             | NOTHING        | IN_DOUBT             | START  | NO_ANSWER                | STARTING      | PROGRESSING_WITH_RETRY | None   | PT15S   | -
      under way                                      | NOTHING        | RUNNING              | POLL   | RUNNING                  | SYNCHRONIZING | PROGRESSING            | None   | PT15S   | -
      under way, with a pace                         | NOTHING        | RUNNING              | POLL   | RUNNING_ASK_IN_1_MIN     | SYNCHRONIZING | PROGRESSING            | None   | PT1M    | -
      under way and seen again                       | NOTHING        | BLIND                | POLL   | RUNNING                  | SYNCHRONIZING | PROGRESSING            | None   | PT15S   | -
      under way for too long                         | OVERDUE        | RUNNING              | POLL   | RUNNING                  | FAILED        | DEADLINE_EXCEEDED      | None   | -       | TimedOut
      done                                           | NOTHING        | RUNNING              | POLL   | SUCCEEDED                | SUCCEEDED     | SYNCHRONIZED           | None   | -       | Succeeded
      done late                                      | OVERDUE        | RUNNING              | POLL   | SUCCEEDED                | SUCCEEDED     | SYNCHRONIZED           | None   | -       | Succeeded
      done, and another run is asked for             | REQUEST        | RUNNING              | POLL   | SUCCEEDED                | SUCCEEDED     | SYNCHRONIZED           | None   | PT0S    | Succeeded
      done, and spec has become nonsense             | INVALID_SPEC   | RUNNING              | POLL   | SUCCEEDED                | SUCCEEDED     | SYNCHRONIZED           | None   | PT0S    | Succeeded
      done, and checks follow                        | IF_NEEDED      | RUNNING              | POLL   | SUCCEEDED                | SUCCEEDED     | SYNCHRONIZED           | None   | PT15M   | Succeeded
      over, but not yet in order                     | NOTHING        | RUNNING              | POLL   | UNCONFIRMED              | SYNCHRONIZING | PROGRESSING            | None   | PT15S   | -
      not in order after five looks                  | NOTHING        | LOOKED_AT_FIVE_TIMES | POLL   | UNCONFIRMED              | STARTING      | PROGRESSING_WITH_RETRY | None   | PT1M6S  | Retrying
      not in order after five looks, without retries | NO_RETRIES     | LOOKED_AT_FIVE_TIMES | POLL   | UNCONFIRMED              | FAILED        | STILL_OUT_OF_SYNC      | None   | -       | Failed
      in order at the last look                      | NOTHING        | LOOKED_AT_FIVE_TIMES | POLL   | SUCCEEDED                | SUCCEEDED     | SYNCHRONIZED           | None   | -       | Succeeded
      not in order past the deadline                 | OVERDUE        | RUNNING              | POLL   | UNCONFIRMED              | STARTING      | PROGRESSING_WITH_RETRY | None   | PT1M6S  | Retrying
      failed                                         | NOTHING        | RUNNING              | POLL   | FAILED                   | STARTING      | PROGRESSING_WITH_RETRY | None   | PT1M6S  | Retrying
      lost                                           | NOTHING        | RUNNING              | POLL   | SESSION_LOST             | STARTING      | PROGRESSING_WITH_RETRY | None   | PT1M6S  | SessionLost
      failed, without retries                        | NO_RETRIES     | RUNNING              | POLL   | FAILED                   | FAILED        | SYNC_FAILED            | None   | -       | Failed
      failed for a target that spec has left         | OTHER_TARGET   | RUNNING              | POLL   | FAILED                   | FAILED        | SYNC_FAILED            | None   | PT0S    | Failed
      failed after it was asked to stop              | CANCEL         | RUNNING              | POLL   | FAILED                   | CANCELLED     | CANCELLED              | None   | -       | Cancelled
      refused for good                               | NOTHING        | RUNNING              | POLL   | REJECTED                 | FAILED        | TARGET_NOT_FOUND       | None   | -       | Failed
      stopped by somebody                            | NOTHING        | RUNNING              | POLL   | CANCELLED                | CANCELLED     | CANCELLED              | None   | -       | Cancelled
      the poll is throttled                          | NOTHING        | RUNNING              | POLL   | THROTTLED_77S            | SYNCHRONIZING | THROTTLED              | None   | PT1M17S | -
      the poll taught nothing                        | NOTHING        | RUNNING              | POLL   | NO_ANSWER                | SYNCHRONIZING | PROGRESSING_WITH_RETRY | None   | PT15S   | -
      nor did the two before                         | NOTHING        | BLIND                | POLL   | NO_ANSWER                | SYNCHRONIZING | PROGRESSING_WITH_RETRY | None   | PT1M    | -
      blind is not late                              | OVERDUE        | RUNNING              | POLL   | NO_ANSWER                | SYNCHRONIZING | PROGRESSING_WITH_RETRY | None   | PT15S   | -
      blind to the end                               | GIVEN_UP       | BLIND                | POLL   | NO_ANSWER                | FAILED        | DEADLINE_EXCEEDED      | None   | -       | TimedOut
      throttled to the end                           | GIVEN_UP       | BLIND                | POLL   | THROTTLED_77S            | FAILED        | DEADLINE_EXCEEDED      | None   | -       | TimedOut
      stopped                                        | CANCEL         | RUNNING              | CANCEL | CANCELLED                | CANCELLED     | CANCELLED              | None   | -       | Cancelled
      a vendor that cannot stop                      | CANCEL         | RUNNING              | CANCEL | CANCEL_UNSUPPORTED       | SYNCHRONIZING | CANCEL_UNSUPPORTED     | None   | PT15S   | CancelUnsupported
      stopping is refused                            | CANCEL         | RUNNING              | CANCEL | REJECTED                 | SYNCHRONIZING | TARGET_NOT_FOUND       | None   | PT15S   | -
      stopping is throttled                          | CANCEL         | RUNNING              | CANCEL | THROTTLED_77S            | SYNCHRONIZING | THROTTLED              | None   | PT1M17S | -
      stopping taught nothing                        | CANCEL         | RUNNING              | CANCEL | NO_ANSWER                | SYNCHRONIZING | PROGRESSING_WITH_RETRY | None   | PT15S   | -
      """;

  /** What the port's Javadoc allows as an answer to each question. */
  private static final Map<Question, Set<Class<?>>> UNDERSTOOD =
      Map.of(
          Question.LOCATE,
          Set.of(
              Outcome.Running.class,
              Outcome.Absent.class,
              Outcome.Rejected.class,
              Outcome.Deferred.class,
              Outcome.Unknown.class),
          Question.CHECK,
          Set.of(
              Outcome.Running.class,
              Outcome.Absent.class,
              Outcome.Rejected.class,
              Outcome.Deferred.class,
              Outcome.Unknown.class),
          Question.START,
          Set.of(
              Outcome.Running.class,
              Outcome.Succeeded.class,
              Outcome.Unconfirmed.class,
              Outcome.Failed.class,
              Outcome.Rejected.class,
              Outcome.Deferred.class,
              Outcome.Unknown.class),
          Question.POLL,
          Set.of(
              Outcome.Running.class,
              Outcome.Succeeded.class,
              Outcome.Unconfirmed.class,
              Outcome.Failed.class,
              Outcome.Rejected.class,
              Outcome.Cancelled.class,
              Outcome.Deferred.class,
              Outcome.Unknown.class),
          Question.CANCEL,
          Set.of(
              Outcome.Cancelled.class,
              Outcome.CancelUnsupported.class,
              Outcome.Rejected.class,
              Outcome.Deferred.class,
              Outcome.Unknown.class));

  @ParameterizedTest(name = "{0}: {1} {2}")
  @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = FIRST)
  void decidesFirst(
      String situation,
      InputVariant given,
      SampleStatus before,
      SyncState state,
      @Nullable Reason reason,
      String effect,
      @Nullable Duration wake,
      @Nullable String notices) {
    var decision = given.in(before.scene()).decide();

    assertStep(decision, state, reason, effect, wake, notices);
  }

  @ParameterizedTest(name = "{0}: {1} {2} {3} {4}")
  @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = ANSWERED)
  void decidesOnAnAnswer(
      String situation,
      InputVariant given,
      SampleStatus before,
      Question asked,
      Answer said,
      SyncState state,
      @Nullable Reason reason,
      String effect,
      @Nullable Duration wake,
      @Nullable String notices) {
    var scene = given.in(before.scene());

    var decision = scene.decide(asked.about(before.status.run()), said.outcome);

    assertStep(decision, state, reason, effect, wake, notices);
  }

  private static void assertStep(
      Decision decision,
      SyncState state,
      @Nullable Reason reason,
      String effect,
      @Nullable Duration wake,
      @Nullable String notices) {
    assertThat(decision.status().currentState()).isEqualTo(state);
    assertThat(decision.status().reason()).isEqualTo(reason);
    assertThat(decision.call().getClass().getSimpleName()).isEqualTo(effect);
    assertThat(decision.wake()).isEqualTo(Optional.ofNullable(wake));
    assertThat(decision.events())
        .extracting(event -> event.kind().word())
        .isEqualTo(notices == null ? List.of() : List.of(notices.split(" ")));
  }

  @Test
  void theTableKnowsEveryStateEverySampleAndEveryAnswer() {
    assertThat(cells(FIRST, 2, SampleStatus.class)).isEqualTo(EnumSet.allOf(SampleStatus.class));
    assertThat(cells(ANSWERED, 4, Answer.class)).isEqualTo(EnumSet.allOf(Answer.class));
    assertThat(Arrays.stream(SampleStatus.values()).map(before -> before.status.currentState()))
        .containsAll(EnumSet.allOf(SyncState.class));
    assertThat(Arrays.stream(Answer.values()).<Class<?>>map(said -> said.outcome.getClass()))
        .containsOnly(Outcome.class.getPermittedSubclasses());
    assertThat(Stream.concat(column(FIRST, 5), column(ANSWERED, 7)))
        .containsOnly(names(VendorCall.class.getPermittedSubclasses()));
  }

  @Test
  void everyAnswerThatIsUnderstoodHasARow() {
    var rows = rows(ANSWERED).map(row -> pair(Question.valueOf(row[3]), Answer.valueOf(row[4])));

    assertThat(rows.collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(
            UNDERSTOOD.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(type -> pair(entry.getKey(), type)))
                .collect(Collectors.toSet()));
  }

  static Stream<Arguments> everyQuestionWithEveryAnswer() {
    return Arrays.stream(Question.values())
        .flatMap(asked -> Arrays.stream(Answer.values()).map(said -> Arguments.of(asked, said)));
  }

  @ParameterizedTest
  @MethodSource("everyQuestionWithEveryAnswer")
  void anAnswerIsUnderstoodOrABugInTheBackend(Question asked, Answer said) {
    var before =
        switch (asked) {
          case LOCATE -> List.of(SampleStatus.LOOKING, SampleStatus.IN_DOUBT);
          case CHECK -> List.of(SampleStatus.SUCCEEDED);
          case START -> List.of(SampleStatus.IN_DOUBT);
          case POLL, CANCEL ->
              List.of(SampleStatus.RUNNING, SampleStatus.BLIND, SampleStatus.LOOKED_AT_FIVE_TIMES);
        };

    for (var sample : before) {
      var question = asked.about(sample.status.run());
      if (UNDERSTOOD.get(asked).contains(said.outcome.getClass())) {
        assertThat(sample.scene().decide(question, said.outcome)).isNotNull();
      } else {
        assertThatIllegalStateException()
            .isThrownBy(() -> sample.scene().decide(question, said.outcome))
            .withMessageContaining(said.outcome.getClass().getSimpleName());
      }
    }
  }

  /** Whether this may be an answer to that question. */
  static boolean understands(VendorCall asked, Outcome outcome) {
    return UNDERSTOOD.get(Question.in(asked)).contains(outcome.getClass());
  }

  private static String pair(Question asked, Answer said) {
    return pair(asked, said.outcome.getClass());
  }

  private static String pair(Question asked, Class<?> outcome) {
    return asked + " " + outcome.getSimpleName();
  }

  private static String[] names(Class<?>[] types) {
    return Arrays.stream(types).map(Class::getSimpleName).toArray(String[]::new);
  }

  private static Stream<String[]> rows(String table) {
    return table.lines().skip(1).map(line -> line.trim().split(" *\\| *", -1));
  }

  private static Stream<String> column(String table, int index) {
    return rows(table).map(row -> row[index]);
  }

  private static <E extends Enum<E>> Set<E> cells(String table, int index, Class<E> type) {
    return column(table, index).map(cell -> Enum.valueOf(type, cell)).collect(Collectors.toSet());
  }
}
