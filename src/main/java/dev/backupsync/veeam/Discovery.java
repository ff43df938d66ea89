package dev.backupsync.veeam;

import dev.backupsync.api.v1alpha1.VeeamApiVersion;
import dev.backupsync.veeam.auth.NoAccess;

/** Which version of the API to use, or why none can be used. */
sealed interface Discovery {
  record Supported(VeeamApiVersion version) implements Discovery {}

  record Failed(NoAccess why) implements Discovery {}
}
