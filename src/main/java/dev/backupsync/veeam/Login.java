package dev.backupsync.veeam;

/** What a log-in gave. */
sealed interface Login permits Token, Barred {}
