package dev.backupsync.http;

/** The result of one HTTP request: an answer from the server, or none. */
public sealed interface Exchange permits Reply, NoReply {}
