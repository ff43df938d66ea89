/** The process is killed, told to stop or meets a bug, and no run is lost or started twice. */
@NullMarked
package dev.backupsync.scenario.crash;

import org.jspecify.annotations.NullMarked;
