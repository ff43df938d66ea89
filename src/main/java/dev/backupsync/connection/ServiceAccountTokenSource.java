package dev.backupsync.connection;

import dev.backupsync.azure.auth.Assertion;

/** Provides tokens of ServiceAccounts, which give each namespace its own Azure identity. */
public interface ServiceAccountTokenSource {
  /**
   * A token that lives a few minutes; expected trouble is returned as an {@link
   * Assertion.Withheld}.
   */
  Assertion token(String namespace, String serviceAccount);
}
