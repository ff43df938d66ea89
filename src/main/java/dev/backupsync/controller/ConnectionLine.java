package dev.backupsync.controller;

import java.util.TreeSet;
import java.util.stream.Stream;

/** How many run through a connection, and who would go next: the first for each free target. */
final class ConnectionLine {
  private final TreeSet<Claim> first = new TreeSet<>(Claim.OLDEST_FIRST);
  private int inUse;

  int inUse() {
    return inUse;
  }

  void took() {
    inUse++;
  }

  void left() {
    inUse--;
  }

  void first(Claim claim) {
    first.add(claim);
  }

  void notFirst(Claim claim) {
    first.remove(claim);
  }

  boolean hasCandidates() {
    return !first.isEmpty();
  }

  Stream<Claim> inOrder() {
    return first.stream();
  }

  boolean isEmpty() {
    return inUse == 0 && first.isEmpty();
  }
}
