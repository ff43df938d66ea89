package dev.backupsync.azure;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.azure.auth.AzureTokenCache.NoToken;
import dev.backupsync.http.CallResult;
import dev.backupsync.http.CallResult.NotSent;
import dev.backupsync.http.CallResult.Replied;
import dev.backupsync.http.CallResult.Unanswered;
import dev.backupsync.http.Reply;
import dev.backupsync.vendor.Lookup;
import dev.backupsync.vendor.Lookup.Failed;
import dev.backupsync.vendor.Lookup.Found;
import dev.backupsync.vendor.Lookup.NotVisible;

/** Reads what Azure answered when a backup instance was looked up. Pure. */
final class AzureLookups {
  private AzureLookups() {}

  static Lookup<BackupInstance> of(CallResult<NoToken> answer) {
    return switch (answer) {
      case NotSent(var why) -> new Failed<>(AzureOutcomes.notSent(why));
      case Unanswered(var noReply) -> new Failed<>(AzureOutcomes.ofLook(noReply));
      case Replied(var reply) ->
          AzureOutcomes.trouble(reply)
              .<Lookup<BackupInstance>>map(Failed::new)
              .orElseGet(() -> read(reply));
    };
  }

  private static Lookup<BackupInstance> read(Reply reply) {
    if (reply.status() / 100 == 4) {
      return new NotVisible<>(AzureOutcomes.notVisible(reply), AzureErrors.refusal(reply));
    }
    if (!reply.intact()) {
      return new Failed<>(AzureOutcomes.unknown(reply));
    }
    return BackupInstance.read(reply.body())
        .<Lookup<BackupInstance>>map(Found::new)
        .orElseGet(
            () ->
                new NotVisible<>(
                    Reason.SYNC_FAILED,
                    SyncError.of("NoState", "Azure shows the backup instance without a state")));
  }
}
