package dev.backupsync.vendor;

/**
 * The right to send one start. It is valid only for a short while after it was saved: another
 * operator process that looks later must be sure that no start is still on its way, even if the
 * process that holds the permit was frozen in between.
 */
@FunctionalInterface
public interface StartPermit {

  /** Must be checked right before the start is sent; may be called on any thread. */
  boolean isValid();
}
