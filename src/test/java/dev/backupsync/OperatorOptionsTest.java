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
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
          new DeclaredOption("--lease-name", "LEASE_NAME", "backup-sync-operator"),
          new DeclaredOption("--lease-duration", "LEASE_DURATION", "15s"),
          new DeclaredOption("--lease-renew-deadline", "LEASE_RENEW_DEADLINE", "10s"),
          new DeclaredOption("--lease-retry-period", "LEASE_RETRY_PERIOD", "2s"),
          new DeclaredOption("--pod-namespace", "POD_NAMESPACE", ""),
          new DeclaredOption("--pod-name", "POD_NAME", ""),
          new DeclaredOption(
              "--ambient-credentials-namespaces", "AMBIENT_CREDENTIALS_NAMESPACES", ""),
          new DeclaredOption("--ambient-credentials-hosts", "AMBIENT_CREDENTIALS_HOSTS", ""),
          new DeclaredOption("--allowed-hosts", "ALLOWED_HOSTS", ""),
          new DeclaredOption("--notify-url", "NOTIFY_URL", ""),
          new DeclaredOption("--notify-key-file", "NOTIFY_KEY_FILE", ""),
          new DeclaredOption("--notify-ca-file", "NOTIFY_CA_FILE", ""),
          new DeclaredOption("--http-port", "HTTP_PORT", "8080"),
          new DeclaredOption("--per-object-metrics", "PER_OBJECT_METRICS", "true"),
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          60s | 40s   | 5s    |
          5m  | 4m59s | 1s    |
          2s  | 1s    | 200ms |
          6m  | 10s   | 2s    | --lease-duration must not be longer than 5m
          1500ms | 10ms | 1ms | --lease-duration must be whole seconds
          15s | 15s   | 2s    | --lease-renew-deadline must be at least 1s shorter than --lease-duration
          15s | 10s   | 10s   | --lease-retry-period must be shorter than --lease-renew-deadline
          15s | 10s   | 0s    | --lease-retry-period must be shorter than --lease-renew-deadline
          15  | 10s   | 2s    | Invalid value for option '--lease-duration': '15' is no duration such as 15s or 1m30s
          """)
  void leaseTimesThatLetTwoLeadAreRefused(
      String duration, String deadline, String retry, String problem) {
    ThrowingCallable options =
        () ->
            OperatorOptions.of(
                "--lease-duration=" + duration,
                "--lease-renew-deadline=" + deadline,
                "--lease-retry-period=" + retry);

    if (problem == null) {
      assertThatCode(options).doesNotThrowAnyException();
    } else {
      assertThatExceptionOfType(ParameterException.class).isThrownBy(options).withMessage(problem);
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
