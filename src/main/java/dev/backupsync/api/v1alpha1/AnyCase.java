package dev.backupsync.api.v1alpha1;

/**
 * Makes texts comparable in which upper and lower case mean the same, such as ARM's names and
 * UUIDs. The result does not depend on the machine's locale, and no letter beyond ASCII equals an
 * ASCII letter.
 */
public final class AnyCase {
  private static final int BEYOND_ASCII = 0x80;

  private AnyCase() {}

  /** The same text for all that differ only in case. */
  public static String fold(String text) {
    return text.codePoints()
        .map(AnyCase::fold)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static int fold(int letter) {
    var folded = Character.toLowerCase(Character.toUpperCase(letter));
    return letter >= BEYOND_ASCII && folded < BEYOND_ASCII ? letter : folded;
  }
}
