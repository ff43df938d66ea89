package dev.backupsync.veeam;

import dev.backupsync.http.NoReply;
import dev.backupsync.http.Reply;

/** The result of a request that needs a log-in. */
sealed interface VeeamAnswer permits VeeamAnswer.Replied, VeeamAnswer.Silent, NoAccess {
  /** An answer; 401 only if a new token did not help. */
  record Replied(Reply reply) implements VeeamAnswer {}

  /** No answer. */
  record Silent(NoReply noReply) implements VeeamAnswer {}
}
