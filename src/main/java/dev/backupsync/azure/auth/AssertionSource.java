package dev.backupsync.azure.auth;

/**
 * Provides the token that proves to Entra which Kubernetes ServiceAccount we are. The token is
 * short-lived, so each log-in asks for a new one.
 */
public interface AssertionSource {
  /** Expected trouble is returned as an {@link Assertion.Withheld}. */
  Assertion next();
}
