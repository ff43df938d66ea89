/**
 * Logs in at a Veeam server: the account's token, and why there is none.
 *
 * <p>Rule: depends on {@link dev.backupsync.veeam.rest} and on nothing else of Veeam.
 */
@NullMarked
package dev.backupsync.veeam.auth;

import org.jspecify.annotations.NullMarked;
