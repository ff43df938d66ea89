/** Rule: judged at a real TLS server, because time-outs, cuts and certificates cannot be mocked. */
@NullMarked
package dev.backupsync.http;

import org.jspecify.annotations.NullMarked;
