package dev.backupsync.simulator;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Mints the long opaque URLs of operations, and knows them again only byte for byte. */
final class SignedUrls {
  /** Which of the two URLs of an operation it is. */
  enum Kind {
    STATUS,
    RESULT
  }

  record Signed(Kind kind, AzureOperation operation) {}

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private final Map<String, Signed> issued = new HashMap<>();

  /** Path and query, about 3 KB. */
  synchronized String issue(Kind kind, AzureOperation operation) {
    var target = path(kind, operation) + "?api-version=2024-04-01" + signature();
    issued.put(target, new Signed(kind, operation));
    return target;
  }

  synchronized Optional<Signed> find(String target) {
    return Optional.ofNullable(issued.get(target));
  }

  synchronized void retire(AzureOperation operation) {
    issued.values().removeIf(signed -> signed.operation().equals(operation));
  }

  /** Whether it is one of these URLs at all, genuine or not. */
  static boolean looksLike(String path) {
    return path.contains("/operationStatus/") || path.contains("/operationResults/");
  }

  /** The results of an instance stand beside its vault, as on the vendor's page. */
  private static String path(Kind kind, AzureOperation operation) {
    var vault = operation.instance().vault();
    var instance = operation.instance().id();
    return switch (kind) {
      case STATUS -> vault + "/operationStatus/" + operation.id();
      case RESULT ->
          vault.substring(0, vault.indexOf("/backupVaults/"))
              + instance.substring(instance.indexOf("/backupInstances/"))
              + "/operationResults/"
              + operation.id();
    };
  }

  /** The lower-case escapes at its end survive nobody who decodes and encodes again. */
  private static String signature() {
    return "&t="
        + ThreadLocalRandom.current().nextLong(638_000_000_000_000_000L, 640_000_000_000_000_000L)
        + "&c="
        + random(2400)
        + "&s="
        + random(340)
        + "%3d%3d&h="
        + random(43);
  }

  private static String random(int length) {
    var text = new StringBuilder(length);
    ThreadLocalRandom.current()
        .ints(length, 0, ALPHABET.length())
        .forEach(i -> text.append(ALPHABET.charAt(i)));
    return text.toString();
  }
}
