/**
 * Logs in at Microsoft Entra ID: the operator's identity, its token, and why there is none.
 *
 * <p>Rule: depends on {@link dev.backupsync.azure.rest} and on nothing else of Azure.
 */
@NullMarked
package dev.backupsync.azure.auth;

import org.jspecify.annotations.NullMarked;
