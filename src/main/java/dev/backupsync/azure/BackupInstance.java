package dev.backupsync.azure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.azure.rest.JsonText;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads a backup instance: the truth about convergence. Pure. {@code currentProtectionState}
 * decides, {@code protectionStatus.status} where the former is missing; in any case of letters.
 *
 * <table>
 *   <caption>What a state means for a sync</caption>
 *   <tr><th>state</th><th>standing</th><th>why</th></tr>
 *   <tr><td>ProtectionConfigured</td><td>PROTECTED</td><td>nothing to heal</td></tr>
 *   <tr><td>ConfiguringProtection, UpdatingProtection</td><td>BUSY</td>
 *     <td>an operation is at work; another one would be refused</td></tr>
 *   <tr><td>ProtectionStopped, BackupsSuspended, BackupSchedulesSuspended,
 *     RetentionSchedulesSuspended, SoftDeleting, SoftDeleted</td><td>AT_REST</td>
 *     <td>suspended on purpose; a sync does not resume it</td></tr>
 *   <tr><td>ProtectionError, ConfiguringProtectionFailed, Invalid, NotProtected, and words that we
 *     do not know</td><td>BROKEN</td><td>what a sync is for</td></tr>
 * </table>
 *
 * @param state the vendor's word, verbatim
 * @param error why it is not protected, where the vendor says
 */
record BackupInstance(String state, Standing standing, Optional<SyncError> error) {

  /** What a state means for a sync. */
  enum Standing {
    PROTECTED,
    BUSY,
    AT_REST,
    BROKEN
  }

  /** Empty if the document shows no state. */
  static Optional<BackupInstance> read(JsonNode document) {
    var properties = document.path("properties");
    var status = properties.path("protectionStatus");
    return JsonText.word(properties.path("currentProtectionState"))
        .or(() -> JsonText.word(status.path("status")))
        .map(
            state ->
                new BackupInstance(
                    state,
                    standing(state),
                    AzureErrors.ofDetails(properties.path("protectionErrorDetails"))
                        .or(() -> AzureErrors.ofDetails(status.path("errorDetails")))));
  }

  /** Whether a sync has nothing to do: protected, or at rest. */
  boolean inOrder() {
    return switch (standing) {
      case PROTECTED, AT_REST -> true;
      case BUSY, BROKEN -> false;
    };
  }

  boolean atRest() {
    return standing == Standing.AT_REST;
  }

  boolean busy() {
    return standing == Standing.BUSY;
  }

  private static Standing standing(String state) {
    return switch (state.toLowerCase(Locale.ROOT)) {
      case "protectionconfigured" -> Standing.PROTECTED;
      case "configuringprotection", "updatingprotection" -> Standing.BUSY;
      case "protectionstopped",
          "backupssuspended",
          "backupschedulessuspended",
          "retentionschedulessuspended",
          "softdeleting",
          "softdeleted" ->
          Standing.AT_REST;
      default -> Standing.BROKEN;
    };
  }
}
