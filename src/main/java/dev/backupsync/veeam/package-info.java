/**
 * Veeam Backup for Microsoft 365: repository synchronization in the versions 6, 7 and 8 of its REST
 * API.
 *
 * <p>Rule: translates and decides nothing. Reading is apart from asking, because what the server
 * may answer is documented so thinly that it must be tested as tables.
 */
@NullMarked
package dev.backupsync.veeam;

import org.jspecify.annotations.NullMarked;
