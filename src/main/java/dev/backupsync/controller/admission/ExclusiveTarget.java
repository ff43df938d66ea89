package dev.backupsync.controller.admission;

/**
 * What only one run at a time may use of a server: a repository, or a whole vault.
 *
 * @param byName whether it is identified by a name, while others may use its id
 */
public record ExclusiveTarget(String what, boolean byName) {}
