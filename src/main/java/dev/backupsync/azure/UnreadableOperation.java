package dev.backupsync.azure;

import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.http.Redactor;
import dev.backupsync.http.Reply;
import java.util.List;

/** Why an operation cannot be read, so that its instance is watched instead. */
sealed interface UnreadableOperation {

  /** What users should know about it and do. */
  SyncError why();

  /** Azure gave no URL to read it at. */
  record Nowhere() implements UnreadableOperation {
    @Override
    public SyncError why() {
      return SyncError.of(
          "NoOperationUrl",
          "Azure named no place to read the operation at, so only the backup instance is watched:"
              + " where that was in order before, the end of the operation does not show",
          "Nothing: the run ends when the instance shows it, or by its timeout.");
    }
  }

  /** Its host must not receive the token. */
  record Untrusted(String host) implements UnreadableOperation {
    @Override
    public SyncError why() {
      return SyncError.of(
          "UntrustedHost",
          Redactor.of(
              "The operation is read at "
                  + host
                  + ", which gets no token of this connection, so only the backup instance is"
                  + " watched"),
          "If that host is your Azure's own, add it to the connection's spec.trustedHosts.");
    }
  }

  /** Azure does not let us read it. */
  record Refused(Reply reply) implements UnreadableOperation {
    private static final String RIGHTS =
        "Microsoft.DataProtection/backupVaults/operationStatus/read and"
            + " …/backupVaults/operationResults/read";

    @Override
    public SyncError why() {
      var error = AzureErrors.refusal(reply);
      var denied = reply.status() == 403;
      return new SyncError(
          error.code(),
          "The end of the operation cannot be read ("
              + reply.status()
              + "), so only the backup instance is watched"
              + (denied ? "; the identity needs " + RIGHTS : ""),
          error.httpStatus(),
          error.retryable(),
          List.of(
              denied
                  ? "Give the identity " + RIGHTS + ", on the subscription where Azure asks for it."
                  : "See what Azure says of the operation in its activity log."),
          error.correlationId(),
          null);
    }
  }

  /** Azure no longer shows it: over, if that remains so. */
  record Gone(Reply reply) implements UnreadableOperation {
    @Override
    public SyncError why() {
      var error = AzureErrors.refusal(reply);
      return new SyncError(
          error.code(),
          "Azure does not show the operation any more (" + reply.status() + ")",
          error.httpStatus(),
          error.retryable(),
          List.of("Nothing: the backup instance tells what became of it."),
          error.correlationId(),
          null);
    }
  }

  /** The answer was probably its end: a Location cannot report a failure in another way. */
  record Ended(SyncError why) implements UnreadableOperation {}
}
