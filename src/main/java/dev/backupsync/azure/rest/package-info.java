/**
 * The basis of all requests to Azure: the endpoints of its clouds, and how texts are read from its
 * JSON.
 *
 * <p>Rule: the lowest package of Azure; depends on no other one.
 */
@NullMarked
package dev.backupsync.azure.rest;

import org.jspecify.annotations.NullMarked;
