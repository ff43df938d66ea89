package dev.backupsync.http;

/** The end of one exchange: an answer, or none. */
public sealed interface Exchange permits Reply, NoReply {}
