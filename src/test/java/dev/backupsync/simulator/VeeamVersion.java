package dev.backupsync.simulator;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** One version of Veeam's REST API; a server serves several of them side by side. */
public enum VeeamVersion {
  V6("6.0.0.385"),
  V7("7.0.0.3007"),
  V8("8.1.0.305");

  private final String product;

  VeeamVersion(String product) {
    this.product = product;
  }

  static Optional<VeeamVersion> ofSegment(String segment) {
    return Stream.of(values())
        .filter(version -> version.segment().equalsIgnoreCase(segment))
        .findFirst();
  }

  /** {@code v6}, as it stands in paths and in the spec. */
  public String segment() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The product version that a server whose newest API is this one reports. */
  String product() {
    return product;
  }

  boolean knowsAntiforgery() {
    return this != V6;
  }
}
