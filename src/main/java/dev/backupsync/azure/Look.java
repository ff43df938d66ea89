package dev.backupsync.azure;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.azure.ArmClient.Answer;
import dev.backupsync.azure.ArmClient.Heard;
import dev.backupsync.azure.ArmClient.NotHeard;
import dev.backupsync.azure.ArmClient.NotSent;
import dev.backupsync.http.Reply;
import dev.backupsync.operation.Outcome;

/** What a look at the instance showed: it, nothing for our eyes, or that we are blind just now. */
sealed interface Look {
  record Seen(BackupInstance instance) implements Look {}

  /** Refused for good as far as we know; a plain run does without it. */
  record Hidden(Reason reason, SyncError error) implements Look {}

  record Blind(Outcome outcome) implements Look {}

  static Look of(Answer answer) {
    return switch (answer) {
      case NotSent notSent -> new Blind(Refusals.notSent(notSent));
      case NotHeard(var noReply) -> new Blind(Refusals.ofLook(noReply));
      case Heard(var reply) ->
          Refusals.blind(reply).<Look>map(Blind::new).orElseGet(() -> read(reply));
    };
  }

  private static Look read(Reply reply) {
    if (reply.status() / 100 == 4) {
      return new Hidden(Refusals.hidden(reply), CloudErrors.refusal(reply));
    }
    if (!reply.intact()) {
      return new Blind(Refusals.unknown(reply));
    }
    return BackupInstance.read(reply.body())
        .<Look>map(Seen::new)
        .orElseGet(
            () ->
                new Hidden(
                    Reason.SYNC_FAILED,
                    SyncError.of("NoState", "Azure shows the backup instance without a state")));
  }
}
