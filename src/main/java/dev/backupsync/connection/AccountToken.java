package dev.backupsync.connection;

import dev.backupsync.azure.Assertion;
import dev.backupsync.azure.AssertionSource;

/** The token of one ServiceAccount, requested anew each time; equal for the same ServiceAccount. */
record AccountToken(ServiceAccountTokens tokens, String namespace, String name)
    implements AssertionSource {
  @Override
  public Assertion next() {
    return tokens.token(namespace, name);
  }
}
