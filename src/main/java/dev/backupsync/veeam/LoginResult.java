package dev.backupsync.veeam;

/** What a log-in gave. */
sealed interface LoginResult permits Token, NoAccess {}
