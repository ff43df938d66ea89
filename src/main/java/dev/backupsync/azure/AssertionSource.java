package dev.backupsync.azure;

/**
 * Gives what proves to Entra which Kubernetes ServiceAccount we are. It lives shortly, so each
 * log-in asks for another one.
 */
public interface AssertionSource {
  /** Expected trouble is an {@link Assertion.Withheld}. */
  Assertion next();
}
