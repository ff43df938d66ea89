package dev.backupsync.controller.admission;

import java.util.TreeSet;
import java.util.stream.Stream;

/** How many run through a connection, and who would go next: the first for each free target. */
final class ConnectionQueue {
  private final TreeSet<AdmissionRequest> first = new TreeSet<>(AdmissionRequest.OLDEST_FIRST);
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

  void first(AdmissionRequest request) {
    first.add(request);
  }

  void notFirst(AdmissionRequest request) {
    first.remove(request);
  }

  boolean hasCandidates() {
    return !first.isEmpty();
  }

  Stream<AdmissionRequest> inOrder() {
    return first.stream();
  }

  boolean isEmpty() {
    return inUse == 0 && first.isEmpty();
  }
}
