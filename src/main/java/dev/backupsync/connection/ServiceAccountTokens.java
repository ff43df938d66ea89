package dev.backupsync.connection;

import dev.backupsync.azure.Assertion;

/** Gives tokens of ServiceAccounts, by which each namespace has an Azure identity of its own. */
public interface ServiceAccountTokens {
  /** A token that lives a few minutes; expected trouble is an {@link Assertion.Withheld}. */
  Assertion token(String namespace, String serviceAccount);
}
