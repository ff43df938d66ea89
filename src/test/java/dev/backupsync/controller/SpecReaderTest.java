package dev.backupsync.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.StatusBudget;
import dev.backupsync.api.v1alpha1.SyncAnnotations;
import dev.backupsync.api.v1alpha1.Truncation;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An annotation may hold any string, and a new value is a new wish. */
class SpecReaderTest {
  @ParameterizedTest
  @ValueSource(strings = {" ", "1764500000", "磁碟 \"4711\"", "a\nb"})
  void aShortValueIsTakenAsItStands(String value) {
    assertThat(read(value)).hasValue(value);
    assertThat(read("x".repeat(StatusBudget.REQUEST))).hasValue("x".repeat(StatusBudget.REQUEST));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "磁", "😀", "\"", "<"})
  void aLongValueIsBoundedAndStaysUnlikeEveryOther(String letter) {
    var some = letter.repeat(257);

    assertThat(read(some + "1")).isNotEqualTo(read(some + "2")).isEqualTo(read(some + "1"));
    assertThat(read(some).orElseThrow()).startsWith(letter).doesNotContain("?");
    assertThat(Truncation.size(read(some).orElseThrow())).isBetween(250, StatusBudget.REQUEST);
    assertThat(read(read(some).orElseThrow())).isEqualTo(read(some));
  }

  @Test
  void noValueIsNoWish() {
    assertThat(SpecReader.annotation(new ObjectMetaBuilder().build(), "any")).isEmpty();
    assertThat(read("")).isEmpty();
  }

  private static Optional<String> read(String value) {
    var meta = new ObjectMetaBuilder().addToAnnotations(SyncAnnotations.REQUESTED_AT, value);
    return SpecReader.annotation(meta.build(), SyncAnnotations.REQUESTED_AT);
  }
}
