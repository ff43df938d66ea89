package dev.backupsync.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TruncationTest {
  private static final String FACE = "\ud83d\ude00";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a            | 1
          ü            | 2
          磁           | 3
          😀           | 4
          "            | 2
          \\           | 2
          <            | 6
          >            | 6
          &            | 6
          '            | 1
          /            | 1
          """)
  void aCharacterCountsForWhatItTakesInTheStore(String character, int bytes) {
    assertThat(Truncation.size(character)).isEqualTo(bytes);
    assertThat(Truncation.size(character.repeat(100))).isEqualTo(100 * bytes);
    assertThat(Truncation.cut(character.repeat(100), 99 * bytes)).isEqualTo(character.repeat(99));
    assertThat(Truncation.cut(character.repeat(100), 100 * bytes)).isEqualTo(character.repeat(100));
    assertThat(Truncation.forDisplay(character.repeat(100), 60))
        .isEqualTo(character.repeat(57 / bytes) + "…");
  }

  @ParameterizedTest
  @CsvSource({"10", "31", "127", "8232", "8233"})
  void whatJsonMustOrMayEscapeCountsForItsEscape(int character) {
    var bytes = character == 127 ? 1 : 6;

    assertThat(Truncation.size(Character.toString(character))).isEqualTo(bytes);
  }

  @Test
  void neverCutsACharacterInTwo() {
    assertThat(Truncation.cut("ab" + FACE, 5)).isEqualTo("ab");
    assertThat(Truncation.cut("ab" + FACE, 6)).isEqualTo("ab" + FACE);
    assertThat(Truncation.forDisplay("a" + FACE + "bc", 6)).isEqualTo("a…");
    assertThat(Truncation.forDisplay("a" + FACE + "bc", 7)).isEqualTo("a" + FACE + "bc");
  }

  @Test
  void isOneLineWhereItIsForPeople() {
    assertThat(Truncation.forDisplay("a\r\nb\u001b[31m\u2028c\u202e", 99)).isEqualTo("a b [31m c ");
  }

  @Test
  void isTheSameOfItself() {
    var told = Truncation.forDisplay("<磁😀\"".repeat(100), 100);

    assertThat(Truncation.size(told)).isBetween(90, 100);
    assertThat(Truncation.forDisplay(told, 100)).isEqualTo(told);
  }
}
