package dev.backupsync.controller.admission;

import java.util.TreeSet;
import java.util.stream.Stream;

/** The syncs of one connection: how many run, and the first in line for each free target. */
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
