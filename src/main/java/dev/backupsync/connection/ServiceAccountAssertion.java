package dev.backupsync.connection;

import dev.backupsync.azure.auth.Assertion;
import dev.backupsync.azure.auth.AssertionSource;

/** The token of one ServiceAccount, requested anew each time; equal for the same ServiceAccount. */
record ServiceAccountAssertion(ServiceAccountTokenSource tokens, String namespace, String name)
    implements AssertionSource {
  @Override
  public Assertion next() {
    return tokens.token(namespace, name);
  }
}
