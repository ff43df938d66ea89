/**
 * Veeam Backup for Microsoft 365: synchronizes repositories through the versions 6, 7 and 8 of its
 * REST API.
 *
 * <p>Rule: translates and decides nothing. Reading answers is separate from sending requests,
 * because the server's answers are documented so thinly that they must be tested as tables.
 */
@NullMarked
package dev.backupsync.veeam;

import org.jspecify.annotations.NullMarked;
