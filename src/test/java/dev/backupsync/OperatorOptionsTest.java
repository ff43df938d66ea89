package dev.backupsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ParameterException;

/**
 * Options, their variables and their defaults are a contract: code, help and their page keep it.
 */
class OperatorOptionsTest {
  private static final List<DeclaredOption> CONTRACT =
      List.of(
          new DeclaredOption("--watch-namespaces", "WATCH_NAMESPACES", ""),
          new DeclaredOption("--watch-selector", "WATCH_SELECTOR", ""),
          new DeclaredOption("--leader-election", "LEADER_ELECTION", "false"),
          new DeclaredOption("--pod-namespace", "POD_NAMESPACE", ""),
          new DeclaredOption(
              "--ambient-credentials-namespaces", "AMBIENT_CREDENTIALS_NAMESPACES", ""),
          new DeclaredOption("--ambient-credentials-hosts", "AMBIENT_CREDENTIALS_HOSTS", ""),
          new DeclaredOption("--allowed-hosts", "ALLOWED_HOSTS", ""),
          new DeclaredOption("--http-port", "HTTP_PORT", "8080"),
          new DeclaredOption("--log-format", "LOG_FORMAT", "text"),
          new DeclaredOption("--log-level", "LOG_LEVEL", "INFO"));

  /** A row of the page's table; a default that is no literal is told in words. */
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(--[a-z-]+)` \\| `([A-Z_]+)` \\| (?:`([^`|]*)`|[^`|]+) \\|");

  @Test
  void areThoseOfTheContract() {
    assertThat(DeclaredOption.all()).isEqualTo(CONTRACT);
  }

  @Test
  void areThoseOfTheirPage() throws IOException {
    var rows = ROW.matcher(Files.readString(Path.of("docs", "reference", "options.md"))).results();

    assertThat(rows.map(OperatorOptionsTest::told)).isEqualTo(CONTRACT);
  }

  private static DeclaredOption told(MatchResult row) {
    return new DeclaredOption(row.group(1), row.group(2), row.group(3) == null ? "" : row.group(3));
  }

  @Test
  void theOwnIdentityIsLentToTheOwnNamespaceUnlessOthersAreNamed() {
    var own = Optional.of("own");

    assertThat(OperatorOptions.of().ambientCredentials(own).namespaces()).containsExactly("own");
    assertThat(OperatorOptions.of().ambientCredentials(Optional.empty()).namespaces()).isEmpty();
    assertThat(
            OperatorOptions.of("--ambient-credentials-namespaces=a, b")
                .ambientCredentials(own)
                .namespaces())
        .containsExactlyInAnyOrder("a", "b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--allowed-hosts", "--ambient-credentials-hosts"})
  void hostsAreNamedWithoutSchemeAndPath(String option) {
    assertThatCode(() -> OperatorOptions.of(option + "=*.example.com, 10.0.0.1,[fd00::1],a*b"))
        .doesNotThrowAnyException();
    for (var wrong : List.of("https://example.com", "example.com/a", "a b")) {
      assertThatExceptionOfType(ParameterException.class)
          .isThrownBy(() -> OperatorOptions.of(option + "=" + wrong))
          .withMessageStartingWith(option + ": '" + wrong + "'");
    }
  }

  @Test
  void areToldByTheHelpWithTheirVariables() {
    var help = OperatorOptions.commandLine(new OperatorOptions()).getUsageMessage();

    assertThat(CONTRACT)
        .allSatisfy(
            option -> assertThat(help).contains(option.name(), "[" + option.variable() + "]"));
  }
}
