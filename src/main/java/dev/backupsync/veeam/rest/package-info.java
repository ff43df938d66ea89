/**
 * The basis of all requests to a Veeam server: its address and account, and the form of its errors.
 *
 * <p>Rule: the lowest package of Veeam; depends on no other one.
 */
@NullMarked
package dev.backupsync.veeam.rest;

import org.jspecify.annotations.NullMarked;
