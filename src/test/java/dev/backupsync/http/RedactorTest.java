package dev.backupsync.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Repository not found                      | Repository not found
          The password is incorrect.                | The password is incorrect.
          The bearer token has expired              | The bearer token has expired
          Secret's keys username and password       | Secret's keys username and password
          Bearer abc.def-1 was refused              | Bearer *** was refused
          bearer AbCdEfGhIjKlMnOpQr                 | bearer ***
          Authorization: Basic dXNlcjpwYXNz, again  | Authorization: Basic ***, again
          token eyJhbGciOiJIUzI1NiJ9.eyJzdWIi.sig-_ | token ***
          grant_type=password&username=u&password=p | grant_type=password&username=u&password=***
          client_secret=abc~1&x=2                   | client_secret=***&x=2
          {"access_token": "a b", "x": 1}           | {"access_token": ***, "x": 1}
          {"refreshToken":"abc","x":1}              | {"refreshToken":***,"x":1}
          Password: hunter2                         | Password: ***
          see https://a.test/b?sig=x&se=y for more  | see https://a.test/b for more
          see https://a.test/b#part (or not)        | see https://a.test/b (or not)
          at https://user:pw@a.test/b               | at https://a.test/b
          sv=1&sig=abc%2B&se=2                      | sv=1&sig=***&se=2
          """)
  void secretsAreRemovedAndWordsStay(String text, String plain) {
    assertThat(Redactor.of(text)).isEqualTo(plain);
  }

  @Test
  void breaksBecomeSpaces() {
    assertThat(Redactor.of(" a\r\nb\tc\u0000d\u2028e\u202Ef\u001B[1mg \uD800h\u009B2Ji\u0085j"))
        .isEqualTo("a b c d e f [1mg h 2Ji j");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " \n\t", "\u0000"})
  void nothingIsSaidInWords(String text) {
    assertThat(Redactor.of(text)).isEqualTo("(no message)");
  }

  @Test
  void longTextIsCutBetweenCharacters() {
    assertThat(Redactor.of("a".repeat(1024))).hasSize(1024).endsWith("a");
    assertThat(Redactor.of("a".repeat(1025))).hasSize(1024).endsWith("a…");
    assertThat(Redactor.of("a".repeat(1022) + "😀😀")).hasSize(1023).endsWith("a…");
    assertThat(Redactor.of("bearer ".repeat(1 << 20))).hasSize(1024);
  }

  /** Each of these once took a stack frame for each character. */
  @Test
  void textOfAnyShapeTakesNoStack() throws InterruptedException {
    var shapes =
        List.of(
            "eyJaaaaaaaaaa" + ".".repeat(70_000),
            "eyJaaaaaaaaaa" + ".a".repeat(35_000),
            "authorization: ".repeat(5_000),
            "bearer " + "bearer-".repeat(10_000),
            "password".repeat(9_000),
            "https://".repeat(9_000),
            "'password'=".repeat(7_000));
    var plain = new CopyOnWriteArrayList<String>();

    var thread =
        new Thread(
            null, () -> shapes.forEach(text -> plain.add(Redactor.of(text))), "small", 160 * 1024);
    thread.start();
    thread.join();

    assertThat(plain).hasSameSizeAs(shapes).startsWith("***", "***");
  }

  @Test
  void everyAddressLosesItsQuery() {
    assertThat(Redactor.of("https://a.test/https://b.test/c?d=https://e.test/?f https://g.test"))
        .isEqualTo("https://a.test/https://b.test/c https://g.test");
  }
}
