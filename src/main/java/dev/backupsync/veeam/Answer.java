package dev.backupsync.veeam;

import dev.backupsync.http.NoReply;
import dev.backupsync.http.Reply;

/** What came of asking the server as somebody who is logged in. */
sealed interface Answer permits Answer.Replied, Answer.Silent, Barred {
  /** An answer; 401 only where a new token did not help. */
  record Replied(Reply reply) implements Answer {}

  /** No answer. */
  record Silent(NoReply noReply) implements Answer {}
}
