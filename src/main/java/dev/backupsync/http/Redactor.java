package dev.backupsync.http;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns text from a vendor or an exception into one line that is safe for status, log and events:
 * servers may echo the credentials that they received.
 */
public final class Redactor {
  /** Maximum length of the result, in characters. */
  public static final int MAX = 1024;

  private static final int MAX_READ = 8 * MAX; // the expressions below cost time per character
  private static final String NOTHING = "(no message)";
  private static final Pattern BREAKS =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\s]+");

  private record Rule(Pattern pattern, String replacement) {
    Rule(String regex, String replacement) {
      this(Pattern.compile(regex, Pattern.CASE_INSENSITIVE), replacement);
    }

    String apply(String text) {
      return pattern.matcher(text).replaceAll(replacement);
    }
  }

  /**
   * Each expression must take linear time and no stack: repeated groups must be possessive, because
   * others recurse, and no match may search text that an earlier one searched.
   */
  private static final List<Rule> RULES =
      List.of(
          new Rule("(https?://)[^\\s/?#@\"'<>]++@", "$1"),
          // also skips a URL without a query, so that it is not searched again
          new Rule("(https?://[^\\s?#\"'<>]*+)(?:[?#][^\\s\"'<>]*+)?+", "$1"),
          new Rule("\\beyJ[\\w-]{8,}+[.\\w-]*+", "***"),
          new Rule("(authorization[\"']?\\s*+[:=]\\s*+[\"']?\\w++\\s++)[^\\s\"',;]++", "$1***"),
          // text such as "bearer token expired" stays
          new Rule(
              "\\b(bearer\\s++)((?=[^\\s\"',;]*[\\d._~+/=])[^\\s\"',;]+|[\\w-]{16,})", "$1***"),
          new Rule(
              "([\"']?\\b(?:\\w*password|passwd|pwd|\\w*secret|\\w*assertion|\\w*token|sig"
                  + "|signature|\\w*key)[\"']?\\s*[=:]\\s*)(\"[^\"]*+\"?+|'[^']*+'?+|[^\\s&;,}]++)",
              "$1***"));

  private Redactor() {}

  /** At least one and at most {@link #MAX} characters, without secrets and line breaks. */
  public static String of(@Nullable String text) {
    if (text == null) {
      return NOTHING;
    }
    var line = BREAKS.matcher(cut(text, MAX_READ)).replaceAll(" ");
    for (var rule : RULES) {
      line = rule.apply(line);
    }
    line = line.strip();
    if (line.isEmpty()) {
      return NOTHING;
    }
    return line.length() <= MAX ? line : cut(line, MAX - 1) + "…";
  }

  private static String cut(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    return text.substring(
        0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
  }
}
