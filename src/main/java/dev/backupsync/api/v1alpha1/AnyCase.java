package dev.backupsync.api.v1alpha1;

/**
 * Texts in which upper and lower case mean the same, as ARM's names and UUIDs do. The same on every
 * machine, whatever its language; and no letter beyond ASCII is taken for one of ASCII.
 */
public final class AnyCase {
  private static final int BEYOND_ASCII = 0x80;

  private AnyCase() {}

  /** One text for all that differ in case alone. */
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
