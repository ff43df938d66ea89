package dev.backupsync.controller.admission;

import dev.backupsync.connection.ConnectionKey;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Something that only one run at a time may use: the current holder and the waiting requests. */
final class TargetLock {
  private final Map<ResourceID, AdmissionRequest> holders = new LinkedHashMap<>();
  private final Map<ConnectionKey, TreeSet<AdmissionRequest>> waiting = new HashMap<>();

  void hold(AdmissionRequest request) {
    holders.put(request.sync(), request);
  }

  void await(AdmissionRequest request) {
    waiting
        .computeIfAbsent(request.connection(), _ -> new TreeSet<>(AdmissionRequest.OLDEST_FIRST))
        .add(request);
  }

  void remove(AdmissionRequest request) {
    holders.remove(request.sync());
    waiting.computeIfPresent(
        request.connection(),
        (_, requests) -> {
          requests.remove(request);
          return requests.isEmpty() ? null : requests;
        });
  }

  boolean isEmpty() {
    return holders.isEmpty() && waiting.isEmpty();
  }

  boolean isFree() {
    return holders.isEmpty();
  }

  /** More than one only if several runs were found in flight. */
  Stream<AdmissionRequest> holders() {
    return holders.values().stream();
  }

  /** Whether no older request wants it through the same connection. */
  boolean isFirst(AdmissionRequest request) {
    var requests = waiting.get(request.connection());
    return requests != null && requests.first().equals(request);
  }

  /** For each connection the two requests that a step can have moved to or from the front. */
  Stream<AdmissionRequest> candidates() {
    return waiting.values().stream().flatMap(requests -> requests.stream().limit(2));
  }

  /** The oldest request of each connection, of those older than this one. */
  Stream<AdmissionRequest> olderThan(AdmissionRequest request) {
    return waiting.values().stream()
        .map(TreeSet::first)
        .filter(first -> AdmissionRequest.OLDEST_FIRST.compare(first, request) < 0);
  }
}
