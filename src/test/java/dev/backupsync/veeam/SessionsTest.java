package dev.backupsync.veeam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.veeam.Session.Phase;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {'state': 'Synchronizing', 'progressPercent': 0}     | WORKING  | 0
          {'state': 'synchronizing', 'progressPercent': 35}    | WORKING  | 35
          {'state': 'SYNCHRONIZING', 'progressPercent': '35'}  | WORKING  | 35
          {'state': 'Synchronizing', 'progressPercent': '35 %'}| WORKING  | 35
          {'state': 'Synchronizing', 'progressPercent': 99.9}  | WORKING  | 99
          {'state': 'Synchronizing', 'progressPercent': null}  | WORKING  |
          {'state': 'Synchronizing', 'progressPercent': 'a'}   | WORKING  |
          {'state': 'Synchronizing', 'progressPercent': true}  | WORKING  |
          {'state': 'Synchronizing', 'progressPercent': {}}    | WORKING  |
          {'state': 'Synchronizing', 'progressPercent': -7}    | WORKING  | 0
          {'state': 'Synchronizing'}                           | WORKING  |
          {'state': 'Synchronizing', 'progressPercent': 100}   | COMPLETE | 100
          {'state': 'Synchronizing', 'progressPercent': '100'} | COMPLETE | 100
          {'state': 'Synchronizing', 'progressPercent': 1234}  | COMPLETE | 100
          {'state': 'None', 'progressPercent': 100}            | COMPLETE | 100
          {'state': 'None', 'progressPercent': 35}             | IDLE     | 35
          {'state': 'none'}                                    | IDLE     |
          {'state': 'Failed', 'progressPercent': 100}          | FAILED   | 100
          {'state': 'FAILED'}                                  | FAILED   |
          {'state': 'Verifying', 'progressPercent': 5}         | WORKING  | 5
          {'state': 'Verifying', 'progressPercent': 100}       | WORKING  | 100
          {'state': null, 'progressPercent': 5}                | WORKING  | 5
          {'state': null, 'progressPercent': 100}              | COMPLETE | 100
          {'state': 7}                                         | WORKING  |
          {}                                                   | WORKING  |
          """)
  void theStateAndThePercentageTellWhereASessionStands(String json, Phase phase, Integer percent) {
    var session = Sessions.one(Json.read(json)).orElseThrow();

    assertThat(session.phase()).isEqualTo(phase);
    assertThat(session.percent())
        .isEqualTo(percent == null ? OptionalInt.empty() : OptionalInt.of(percent));
  }

  @Test
  void everythingElseMayBeMissing() {
    var session = Sessions.one(Json.read("{'id': null, 'error': null}")).orElseThrow();

    assertThat(session.id()).isEmpty();
    assertThat(session.repositoryId()).isEmpty();
    assertThat(session.state()).isEmpty();
    assertThat(session.error()).isEmpty();
    assertThat(session.adopted().operation()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../x", "a/b", "a?b", "a b", ".", "ä"})
  void anIdThatIsNotPlainIsNone(String id) {
    assertThat(Sessions.one(Json.read("{'id': '" + id + "'}")).orElseThrow().id()).isEmpty();
    assertThat(PlainId.of("a".repeat(129))).isEmpty();
  }

  @Test
  void anErrorIsOneLineWithoutSecrets() {
    var session = Sessions.one(Json.read("{'error': 'a\\nb password=x'}")).orElseThrow();

    assertThat(session.error()).hasValue("a b password=***");
    assertThat(session.failure().message()).isEqualTo("a b password=***");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          []                                             | 0
          null                                           | 0
          {}                                             | 0
          {'results': []}                                | 0
          [{'id': 'a'}, {'id': 'b'}]                     | 2
          [{'id': 'a'}, null, 'nonsense']                | 1
          {'offset': 0, 'results': [{'id': 'a'}]}        | 1
          {'id': 'a', 'repositoryId': 'r'}               | 1
          {'id': null, 'repositoryId': 'r'}              | 1
          """)
  void aListComesInManyForms(String json, int size) {
    assertThat(Sessions.list(Json.read(json)).orElseThrow()).hasSize(size);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'text'", "7", "true"})
  void whatIsNoListIsNotTakenForAnEmptyOne(String json) {
    assertThat(Sessions.list(Json.read(json))).isEmpty();
    assertThat(Sessions.one(Json.read(json))).isEmpty();
  }
}
