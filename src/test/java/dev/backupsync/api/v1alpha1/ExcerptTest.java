package dev.backupsync.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {
  private static final String FACE = "\ud83d\ude00";

  @Test
  void neverCutsACharacterInTwo() {
    assertThat(Excerpt.of("ab" + FACE, 3)).isEqualTo("ab");
    assertThat(Excerpt.of("ab" + FACE, 4)).isEqualTo("ab" + FACE);
    assertThat(Excerpt.told("a" + FACE + "bc", 3)).isEqualTo("a…");
  }

  @Test
  void isOneLineWhereItIsForPeople() {
    assertThat(Excerpt.told("a\r\nb\u001b[31m\u2028c\u202e", 99)).isEqualTo("a b [31m c ");
    assertThat(SyncError.of("X", "a\nb").message()).isEqualTo("a b");
    assertThat(SyncError.of("X", "y".repeat(9_999)).message()).hasSize(1_024).endsWith("…");
  }
}
