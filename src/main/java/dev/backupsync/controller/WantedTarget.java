package dev.backupsync.controller;

import dev.backupsync.connection.ConnectionKey;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Something that one run at a time may have: who has it, and who waits for it. */
final class WantedTarget {
  private final Map<ResourceID, Claim> holders = new LinkedHashMap<>();
  private final Map<ConnectionKey, TreeSet<Claim>> waiting = new HashMap<>();

  void hold(Claim claim) {
    holders.put(claim.sync(), claim);
  }

  void await(Claim claim) {
    waiting.computeIfAbsent(claim.connection(), _ -> new TreeSet<>(Claim.OLDEST_FIRST)).add(claim);
  }

  void remove(Claim claim) {
    holders.remove(claim.sync());
    waiting.computeIfPresent(
        claim.connection(),
        (_, claims) -> {
          claims.remove(claim);
          return claims.isEmpty() ? null : claims;
        });
  }

  boolean isEmpty() {
    return holders.isEmpty() && waiting.isEmpty();
  }

  boolean isFree() {
    return holders.isEmpty();
  }

  /** More than one only where runs were found to be under way. */
  Stream<Claim> holders() {
    return holders.values().stream();
  }

  /** Whether nobody older wants it through the same connection. */
  boolean isFirst(Claim claim) {
    var claims = waiting.get(claim.connection());
    return claims != null && claims.first().equals(claim);
  }

  /** Of each connection the two that a step can have moved to the front, or from it. */
  Stream<Claim> candidates() {
    return waiting.values().stream().flatMap(claims -> claims.stream().limit(2));
  }

  /** The oldest of each connection that are older than this one. */
  Stream<Claim> olderThan(Claim claim) {
    return waiting.values().stream()
        .map(TreeSet::first)
        .filter(first -> Claim.OLDEST_FIRST.compare(first, claim) < 0);
  }
}
