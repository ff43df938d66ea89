package dev.backupsync.http;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes one line out of a vendor's or an exception's text, fit for status, log and event: what
 * servers echo may hold the credentials that they were sent.
 */
public final class Redactor {
  /** Longest result, in characters. */
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
   * Each of these takes time in proportion to the text and no stack: a group that repeats must be
   * possessive, because it recurses otherwise, and no match may search what one before it searched.
   */
  private static final List<Rule> RULES =
      List.of(
          new Rule("(https?://)[^\\s/?#@\"'<>]++@", "$1"),
          // an address without query is passed over, too, so that it is not searched again
          new Rule("(https?://[^\\s?#\"'<>]*+)(?:[?#][^\\s\"'<>]*+)?+", "$1"),
          new Rule("\\beyJ[\\w-]{8,}+[.\\w-]*+", "***"),
          new Rule("(authorization[\"']?\\s*+[:=]\\s*+[\"']?\\w++\\s++)[^\\s\"',;]++", "$1***"),
          // prose such as "bearer token expired" stays
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
