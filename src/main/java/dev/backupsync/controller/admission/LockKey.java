package dev.backupsync.controller.admission;

/**
 * What of a server only one run at a time may have: a repository, or a whole vault.
 *
 * @param byName whether it is called by a name where others may call it by its id
 */
public record LockKey(String what, boolean byName) {}
