package dev.backupsync.http;

/** The result of one exchange: an answer, or none. */
public sealed interface Exchange permits Reply, NoReply {}
