package dev.backupsync.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyncErrorTest {
  @ParameterizedTest
  @ValueSource(strings = {"x", "磁", "😀", "\"", "<"})
  void isBoundedInEveryPart(String letter) {
    var text = letter.repeat(9_999);
    var error = new SyncError(text, text, 500, null, List.of(text, text, text), text, null);

    assertThat(Truncation.size(error.code())).isBetween(120, StatusBudget.WORD);
    assertThat(Truncation.size(error.message())).isBetween(1_016, StatusBudget.MESSAGE);
    assertThat(Truncation.size(error.correlationId())).isBetween(120, StatusBudget.WORD);
    assertThat(error.recommendedActions())
        .hasSize(2)
        .allSatisfy(
            action -> assertThat(Truncation.size(action)).isBetween(248, StatusBudget.ACTION));
    assertThat(error.at(null)).isEqualTo(error);
  }

  @Test
  void keepsWholeActionsAsLongAsThereIsRoom() {
    assertThat(advising("a".repeat(200), "b".repeat(200), "c".repeat(200), "d"))
        .containsExactly("a".repeat(200), "b".repeat(200));
    assertThat(advising(Collections.nCopies(99, "a").toArray(String[]::new))).hasSize(5);
    assertThat(advising(" ", "a\nb", null)).containsExactly("a b");
    assertThat(advising(" ")).isNull();
  }

  @Test
  void isOneLine() {
    assertThat(SyncError.of("X", "a\nb").message()).isEqualTo("a b");
  }

  private static List<String> advising(String... actions) {
    var given = Arrays.asList(actions);
    return new SyncError("X", "x", null, null, given, null, null).recommendedActions();
  }
}
