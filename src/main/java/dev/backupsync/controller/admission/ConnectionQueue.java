package dev.backupsync.controller.admission;

import java.util.TreeSet;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/** The syncs of one connection: how many run and may run, and which ones are next. */
final class ConnectionQueue {
  private final TreeSet<AdmissionRequest> first = new TreeSet<>(AdmissionRequest.OLDEST_FIRST);
  private final IntSupplier limit;
  private int running;

  /**
   * @param limit how many may run at a time, at present
   */
  ConnectionQueue(IntSupplier limit) {
    this.limit = limit;
  }

  /** Whether one more sync may run. */
  boolean hasRoom() {
    return running < limit.getAsInt();
  }

  void took() {
    running++;
  }

  void left() {
    running--;
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
    return running == 0 && first.isEmpty();
  }
}
