package dev.backupsync.api.v1alpha1;

import java.util.regex.Pattern;

/**
 * The beginning of a text that is too long. Never cuts a character in two: servers replace such a
 * half, and what is read back would differ for ever from what was written.
 */
public final class Excerpt {
  private static final Pattern BREAKS = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+");

  private Excerpt() {}

  /** At most {@code length} characters, as they stand. */
  public static String of(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    var end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
    return text.substring(0, end);
  }

  /**
   * The same for people: in one line, without what steers a terminal; the last character tells that
   * there is more.
   */
  public static String told(String text, int length) {
    var line = BREAKS.matcher(of(text, 8 * length)).replaceAll(" ");
    return line.length() <= length ? line : of(line, length - 1) + "…";
  }
}
