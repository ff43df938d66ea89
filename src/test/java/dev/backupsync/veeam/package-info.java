/** Rule: readers are judged by tables of JSON, and calls by what a real TLS server counted. */
@NullMarked
package dev.backupsync.veeam;

import org.jspecify.annotations.NullMarked;
