package dev.backupsync.vendor;

/**
 * The right to send one start. It is valid for a short while after it was saved: whoever looks
 * later must be able to rely on it that nothing is on its way any more, even where the process that
 * holds it was frozen meanwhile.
 */
@FunctionalInterface
public interface StartPermit {

  /** To be asked right before the start goes out, on any thread. */
  boolean isValid();
}
