package dev.backupsync.veeam;

import dev.backupsync.api.v1alpha1.VeeamApiVersion;
import dev.backupsync.veeam.auth.NoAccess;

/** The result of {@link Versions}: the version of Veeam's REST API to use, or why there is none. */
sealed interface Discovery {
  record Supported(VeeamApiVersion version) implements Discovery {}

  record Failed(NoAccess why) implements Discovery {}
}
