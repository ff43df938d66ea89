package dev.backupsync.api.v1alpha1;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Cuts texts that are too long. Lengths are bytes of JSON as the API server stores it, because a
 * status must be small in these. Never splits a character: servers replace half a character, so
 * what is read back would always differ from what was written.
 */
public final class Truncation {
  private static final Pattern BREAKS = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+");
  private static final String MORE = "…";
  private static final int HASH = 32; // hexadecimal digits, 128 bits

  private Truncation() {}

  /** At most {@code bytes} long, otherwise unchanged. */
  public static String cut(String text, int bytes) {
    var end = 0;
    for (var left = bytes; end < text.length(); ) {
      var character = text.codePointAt(end);
      left -= bytes(character);
      if (left < 0) {
        return text.substring(0, end);
      }
      end += Character.charCount(character);
    }
    return text;
  }

  /**
   * The same for users: one line, without control characters for terminals; a last character shows
   * that there is more.
   */
  public static String forDisplay(String text, int bytes) {
    var line = BREAKS.matcher(cut(text, 8 * bytes)).replaceAll(" ");
    return fits(line, bytes) ? line : cut(line, bytes - size(MORE)) + MORE;
  }

  /**
   * At most {@code bytes} long: the text unchanged, or its beginning and a hash of the whole, so
   * that different texts stay different.
   */
  public static String withHash(String text, int bytes) {
    if (fits(text, bytes)) {
      return text;
    }
    var hash = MORE + hash(text).substring(0, HASH);
    return cut(text, bytes - size(hash)) + hash;
  }

  private static String hash(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JVM has it
    }
  }

  /** Whether it is at most {@code bytes} long. */
  public static boolean fits(String text, int bytes) {
    return cut(text, bytes).length() == text.length();
  }

  /** The bytes between the quotes; zero if there is no text. */
  public static int size(@Nullable String text) {
    return text == null ? 0 : text.codePoints().map(Truncation::bytes).sum();
  }

  /** In UTF-8, or escaped: Go, the language of API servers, also escapes HTML characters. */
  private static int bytes(int character) {
    return switch (character) {
      case '"', '\\' -> 2;
      case '<', '>', '&', '\u2028', '\u2029' -> 6;
      default -> {
        if (character < ' ') {
          yield 6;
        }
        yield character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
      }
    };
  }
}
