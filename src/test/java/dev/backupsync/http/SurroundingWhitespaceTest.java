package dev.backupsync.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SurroundingWhitespaceTest {
  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "'secret\n',ends with a line break",
        "'secret\r\n',ends with a line break",
        "'secret ',ends with white space",
        "'secret\t',ends with white space",
        "' secret',begins with white space",
        "'\nsecret',begins with a line break",
      })
  void whatStandsAtTheEdgeIsSaidAndTheSecretIsNot(String value, String words) {
    assertThat(SurroundingWhitespace.advice(Map.of("password", value)).orElseThrow())
        .startsWith("In the Secret, the value of password " + words + ".")
        .contains("--from-literal", "echo -n")
        .doesNotContain("secret\n")
        .hasSizeLessThan(256);
  }

  @Test
  void eachKeyIsNamed() {
    assertThat(
            SurroundingWhitespace.advice(Map.of("username", "a\n", "password", "b ")).orElseThrow())
        .startsWith(
            "In the Secret, the value of password ends with white space, the value of username"
                + " ends with a line break.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "secret", "se cret", "se\ncret"})
  void withinNothingIsOdd(String value) {
    assertThat(SurroundingWhitespace.advice(Map.of("password", value))).isEmpty();
  }
}
