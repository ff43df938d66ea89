package dev.backupsync.azure;

import dev.backupsync.api.v1alpha1.BackupInstanceRef;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Builds the URLs of an instance, of its sync action, and of its vault's list of instances. */
record InstanceUrls(String base, String apiVersion) {

  URI instance(BackupInstanceRef ref) {
    return url(ref, "");
  }

  URI sync(BackupInstanceRef ref) {
    return url(ref, "/sync");
  }

  /** The list of all instances of its vault. */
  URI siblings(BackupInstanceRef ref) {
    return inVault(ref, "");
  }

  private URI url(BackupInstanceRef ref, String call) {
    return inVault(ref, "/" + segment(ref.backupInstanceName()) + call);
  }

  private URI inVault(BackupInstanceRef ref, String rest) {
    return URI.create(
        base
            + "/subscriptions/"
            + segment(ref.subscriptionId())
            + "/resourceGroups/"
            + segment(ref.resourceGroup())
            + "/providers/Microsoft.DataProtection/backupVaults/"
            + segment(ref.vaultName())
            + "/backupInstances"
            + rest
            + "?api-version="
            + segment(apiVersion));
  }

  /**
   * Encodes everything but RFC 3986's unreserved characters, and dots that would form a parent
   * path.
   */
  private static String segment(String name) {
    var encoded = new StringBuilder();
    var climbs = name.chars().allMatch(c -> c == '.');
    for (var each : name.getBytes(StandardCharsets.UTF_8)) {
      var c = (char) (each & 0xff);
      if (c < 0x80
          && (Character.isLetterOrDigit(c) || "-_~".indexOf(c) >= 0 || (c == '.' && !climbs))) {
        encoded.append(c);
      } else {
        encoded.append("%%%02X".formatted((int) c));
      }
    }
    return encoded.toString();
  }
}
