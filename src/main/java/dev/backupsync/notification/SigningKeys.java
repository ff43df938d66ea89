package dev.backupsync.notification;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that notifications are signed with, as Standard Webhooks says. The file is read for each
 * signature, so that a changed Secret takes effect without a restart.
 *
 * @param file a key in each line; several during a change of keys
 */
public record SigningKeys(Path file) {
  private static final String ENCODED = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";

  /**
   * At least one key.
   *
   * @throws IllegalArgumentException if there is none; the message is for users
   */
  List<byte[]> read() throws IOException {
    var keys =
        Files.readAllLines(file).stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .map(SigningKeys::key)
            .toList();
    if (keys.isEmpty()) {
      throw new IllegalArgumentException(file + " holds no key");
    }
    return keys;
  }

  private static byte[] key(String line) {
    if (!line.startsWith(ENCODED)) {
      return line.getBytes(StandardCharsets.UTF_8);
    }
    try {
      return Base64.getDecoder().decode(line.substring(ENCODED.length()));
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException("A key that begins with whsec_ must go on in base64");
    }
  }

  /** The value of the header, with a signature by each key. */
  String sign(String id, long timestamp, String body) throws IOException {
    var signed = "%s.%d.%s".formatted(id, timestamp, body).getBytes(StandardCharsets.UTF_8);
    return read().stream()
        .map(key -> "v1," + Base64.getEncoder().encodeToString(hmac(key, signed)))
        .collect(Collectors.joining(" "));
  }

  private static byte[] hmac(byte[] key, byte[] signed) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac.doFinal(signed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
