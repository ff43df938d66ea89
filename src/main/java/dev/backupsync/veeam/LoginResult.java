package dev.backupsync.veeam;

/** The result of a log-in. */
sealed interface LoginResult permits Token, NoAccess {}
