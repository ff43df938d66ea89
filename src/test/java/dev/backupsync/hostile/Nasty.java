package dev.backupsync.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Texts and numbers that nobody means well with, by the field that they are meant for. */
final class Nasty {
  /** Is in every text that could forge a log line, so that a forged line is recognized. */
  static final String MARK = "FORGED";

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "null",
          "\u0000",
          "a\u0000b",
          "line\n2026-01-01T00:00:00.000Z ERROR " + MARK + " forged line",
          "line\r\n" + MARK,
          "tab\t" + MARK,
          "\u001b[31m" + MARK + "\u001b[2J\u001b]0;title\u0007",
          "\u202e" + MARK + " gpj.exe\u202c\u2066x\u2069",
          "next\u0085" + MARK,
          "line\u2028" + MARK + "\u2029paragraph",
          "\u200b\u200f\ufeff",
          "\ud83d\ude00".repeat(128),
          "a" + "\ud83d\ude00".repeat(300),
          "e\u0301".repeat(100),
          "%s%n%x %d ${jndi:ldap://localhost:1/x} {{7*7}} #{7*7}",
          "{} {} {}",
          "../../../../api/v1/secrets",
          "..",
          "a/b",
          "a?b=c&d#e",
          "a%2f..%2fb",
          "a,metadata.namespace=kube-system",
          "a=b",
          "a!=b",
          "\\,=",
          "'; DROP TABLE x; --",
          "<script>alert(1)</script>",
          "!!java.lang.Runtime",
          "Ünïcödé",
          "UPPER_case",
          "-",
          ".",
          "a..b",
          "0",
          "true",
          "x".repeat(64),
          "x".repeat(254),
          "x".repeat(5_000));

  private static final List<String> DURATIONS =
      List.of(
          "0s",
          "-1s",
          "1",
          "1d",
          "1h1h1h",
          "99999999999999999999h",
          "0.0000000001s",
          "1.5h",
          "1ms",
          "PT1H",
          " 1s",
          "1s\n",
          "1s".repeat(40),
          "1s".repeat(50_000),
          "9".repeat(100_000) + "h",
          "1e9h",
          "١s",
          "0x10s");

  private static final List<String> CRONS =
      List.of(
          "* * * * *",
          "*/0 * * * *",
          "60 * * * *",
          "0 0 30 2 *",
          "0 0 31 4 *",
          "@reboot",
          "@daily",
          "@every 1s",
          "0 0 * * 8",
          "0 0 L * *",
          "0 0 ? * 5#6",
          "1-0 * * * *",
          "*/99999999999 * * * *",
          "0 0 * * MON-",
          "* * * *",
          "* * * * * *",
          "0\n0 * * *",
          "0,".repeat(120) + "0 * * * *",
          "5-1/2147483648 * * * *",
          "0 0 29 2 1");

  private static final List<String> ZONES =
      List.of(
          "Europe/Berlin",
          "europe/berlin",
          "Mars/Olympus",
          "EST",
          "+25:00",
          "GMT+0",
          "UTC+99",
          "../../etc/passwd",
          "SystemV/AST4",
          "Europe/Berlin\n");

  /** Only hosts that are here or nowhere: a test must not call strangers. */
  private static final List<String> URLS =
      List.of(
          "file:///etc/passwd",
          "http://localhost:1",
          "HTTPS://localhost:1",
          "https://",
          "https:///",
          "https://u:p@localhost:1",
          "https://localhost:0",
          "https://localhost:99999",
          "https://localhost:-1",
          "https://[::1]:1",
          "https://[::1",
          "https://[fe80::1%25eth0]:1",
          "https://0x7f.1:1",
          "https://2130706433:1",
          "https://127.1:1",
          "https://localhost:1/../..",
          "https://localhost:1//////" + "/".repeat(2_000) + "x",
          "https://x.invalid",
          "https://" + "a".repeat(64) + ".invalid",
          "https://xn--a.invalid",
          "https://exämple.invalid",
          "https://localhost:1/%",
          "https://localhost:1/%zz",
          "https://localhost:1/\u202e",
          "gopher://x",
          "https://localhost:1\r\nHost: evil",
          "https://a b",
          "https://localhost:1?x=y",
          "https://localhost:1#f",
          "https://.",
          "https://a_b:1",
          "https://localhost:１");

  private static final List<String> IDS =
      List.of(
          "00000000-0000-0000-0000-000000000000",
          "08d2e6c0-89d5-49bf-8a9b-873f5064d9be",
          "08D2E6C0-89D5-49BF-8A9B-873F5064D9BE",
          "08d2e6c089d549bf8a9b873f5064d9be",
          "08d2e6c0-89d5-49bf-8a9b-873f5064d9be/../x",
          "08d2e6c0-89d5-49bf-8a9b-873f5064d9be\n",
          "..");

  private static final Map<String, List<String>> BY_FIELD =
      Map.ofEntries(
          Map.entry("timeout", DURATIONS),
          Map.entry("requesttimeout", DURATIONS),
          Map.entry("pollinterval", DURATIONS),
          Map.entry("probeinterval", DURATIONS),
          Map.entry("checkinterval", DURATIONS),
          Map.entry("startingdeadline", DURATIONS),
          Map.entry("interval", DURATIONS),
          Map.entry("maxinterval", DURATIONS),
          Map.entry("schedule", CRONS),
          Map.entry("timezone", ZONES),
          Map.entry("url", URLS),
          Map.entry("endpoint", URLS),
          Map.entry("authorityhost", URLS),
          Map.entry("id", IDS),
          Map.entry("subscriptionid", IDS),
          Map.entry("tenantid", IDS),
          Map.entry("clientid", IDS));

  private static final List<JsonNode> NUMBERS =
      Stream.of(
              "0",
              "-1",
              "1",
              "101",
              "2147483648",
              "-2147483649",
              "9223372036854775807",
              "-9223372036854775808",
              "9223372036854775808",
              "1.5",
              "-0.0",
              "1e300",
              "1e-300",
              "9".repeat(400))
          .<JsonNode>map(number -> DecimalNode.valueOf(new BigDecimal(number)))
          .toList();

  private Nasty() {}

  static String text(RandomGenerator random, String field) {
    var own = BY_FIELD.get(field.toLowerCase(Locale.ROOT));
    return own != null && random.nextInt(3) > 0 ? any(random, own) : any(random, TEXTS);
  }

  static JsonNode number(RandomGenerator random) {
    return any(random, NUMBERS);
  }

  static <T> T any(RandomGenerator random, List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
