package dev.backupsync.veeam.auth;

/** The result of a log-in. */
public sealed interface LoginResult permits Token, NoAccess {}
