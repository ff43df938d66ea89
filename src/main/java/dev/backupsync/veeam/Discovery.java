package dev.backupsync.veeam;

import dev.backupsync.api.v1alpha1.VeeamApiVersion;

/** Which version of the API to use, or why none can be used. */
sealed interface Discovery permits Discovery.Speak, NoAccess {
  record Speak(VeeamApiVersion version) implements Discovery {}
}
