package dev.backupsync.azure;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.azure.ArmClient.ArmAnswer;
import dev.backupsync.azure.ArmClient.NotSent;
import dev.backupsync.azure.ArmClient.Replied;
import dev.backupsync.azure.ArmClient.Silent;
import dev.backupsync.http.Reply;
import dev.backupsync.vendor.Outcome;

/** What a look at the instance showed: it, nothing for our eyes, or that we are blind just now. */
sealed interface Look {
  record Found(BackupInstance instance) implements Look {}

  /** Refused for good as far as we know; a plain run does without it. */
  record NotVisible(Reason reason, SyncError error) implements Look {}

  record Failed(Outcome outcome) implements Look {}

  static Look of(ArmAnswer answer) {
    return switch (answer) {
      case NotSent notSent -> new Failed(AzureOutcomes.notSent(notSent));
      case Silent(var noReply) -> new Failed(AzureOutcomes.ofLook(noReply));
      case Replied(var reply) ->
          AzureOutcomes.blind(reply).<Look>map(Failed::new).orElseGet(() -> read(reply));
    };
  }

  private static Look read(Reply reply) {
    if (reply.status() / 100 == 4) {
      return new NotVisible(AzureOutcomes.hidden(reply), AzureErrors.refusal(reply));
    }
    if (!reply.intact()) {
      return new Failed(AzureOutcomes.unknown(reply));
    }
    return BackupInstance.read(reply.body())
        .<Look>map(Found::new)
        .orElseGet(
            () ->
                new NotVisible(
                    Reason.SYNC_FAILED,
                    SyncError.of("NoState", "Azure shows the backup instance without a state")));
  }
}
