package dev.backupsync.veeam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoriesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {'isOutOfSync': true}                                   | true
          {'isOutOfSync': false, 'objectStorageId': 's'}          | false
          {'isOutOfSync': 'True', 'objectStorage': {'id': 's'}}   | true
          {'isOutOfSync': 'false'}                                | false
          {'isOutOfSync': null}                                   |
          {'isOutOfSync': 1}                                      |
          {}                                                      |
          """)
  void theRepositorySaysWhetherItIsOutOfSync(String json, Boolean outOfSync) {
    assertThat(Repositories.one(Json.read(json)).orElseThrow().outOfSync())
        .isEqualTo(Optional.ofNullable(outOfSync));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          []                                                       | 0 | true
          [{'id': 'a'}, {'id': 'b'}, null]                         | 2 | true
          {'results': [], 'limit': 30}                             | 0 | true
          {'results': []}                                          | 0 | true
          {'results': [{'id': 'a'}, {'id': 'b'}], 'limit': 2}      | 2 | false
          {'results': [{'id': 'a'}, {'id': 'b'}], 'limit': 3}      | 2 | true
          {'results': [{'id': 'a'}], 'limit': null}                | 1 | false
          {'results': [{'id': 'a'}]}                               | 1 | false
          """)
  void aListIsAnArrayOrAPage(String json, int size, boolean last) {
    var page = Repositories.page(Json.read(json)).orElseThrow();

    assertThat(page.repositories()).hasSize(size);
    assertThat(page.last()).isEqualTo(last);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "'text'", "null", "{'results': {}}"})
  void whatIsNoListIsNotTakenForAnEmptyOne(String json) {
    assertThat(Repositories.page(Json.read(json))).isEmpty();
  }
}
