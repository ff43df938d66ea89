package dev.backupsync.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backupsync.azure.BackupInstance.Standing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackupInstanceTest {

  @ParameterizedTest
  @CsvSource({
    "ProtectionConfigured, PROTECTED, false",
    "PROTECTIONCONFIGURED, PROTECTED, false",
    "ConfiguringProtection, BUSY, true",
    "UpdatingProtection, BUSY, true",
    "ProtectionError, BROKEN, true",
    "protectionerror, BROKEN, true",
    "ConfiguringProtectionFailed, BROKEN, true",
    "Invalid, BROKEN, true",
    "NotProtected, BROKEN, true",
    "SomethingNew, BROKEN, true",
    "ProtectionStopped, AT_REST, false",
    "BackupsSuspended, AT_REST, false",
    "BackupSchedulesSuspended, AT_REST, false",
    "RetentionSchedulesSuspended, AT_REST, false",
    "SoftDeleting, AT_REST, false",
    "SoftDeleted, AT_REST, false",
  })
  void aSyncHealsWhatIsBrokenAndLeavesAtRestWhatWasStopped(
      String state, Standing standing, boolean inNeed) {
    var read =
        BackupInstance.read(json("{'properties':{'currentProtectionState':'" + state + "'}}"))
            .orElseThrow();

    assertThat(read.state()).isEqualTo(state);
    assertThat(read.standing()).isEqualTo(standing);
    assertThat(read.inOrder()).isEqualTo(!inNeed);
  }

  @Test
  void theCurrentStateDecidesOverTheStatus() {
    var read =
        BackupInstance.read(
            json(
                "{'properties':{'currentProtectionState':'ProtectionError',"
                    + "'protectionStatus':{'status':'ProtectionConfigured'}}}"));

    assertThat(read).map(BackupInstance::inOrder).contains(false);
  }

  @Test
  void theStatusDecidesWhereThereIsNoCurrentState() {
    var read =
        BackupInstance.read(
            json(
                "{'properties':{'protectionStatus':{'status':'ProtectionError',"
                    + "'errorDetails':{'code':'C','message':'M'}}}}"));

    assertThat(read.orElseThrow().inOrder()).isFalse();
    assertThat(read.orElseThrow().error()).map(error -> error.code()).contains("C");
  }

  @Test
  void tellsWhyItIsNotProtected() {
    var read =
        BackupInstance.read(
            json(
                """
                {'properties':{'currentProtectionState':'ProtectionError','protectionErrorDetails':{
                  'code':'UserErrorMissingRequiredPermissions','message':'Permissions are missing.',
                  'recommendedAction':['Assign the role.','Retry.'],'isRetryable':false,
                  'properties':{'ActivityId':'4711'}}}}
                """));

    var error = read.orElseThrow().error().orElseThrow();
    assertThat(error.code()).isEqualTo("UserErrorMissingRequiredPermissions");
    assertThat(error.message()).isEqualTo("Permissions are missing.");
    assertThat(error.recommendedActions()).containsExactly("Assign the role.", "Retry.");
    assertThat(error.retryable()).isFalse();
    assertThat(error.correlationId()).isEqualTo("4711");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"{}", "{'properties':null}", "{'properties':{'currentProtectionState':{}}}", "[]"})
  void aDocumentWithoutAStateIsNone(String document) {
    assertThat(BackupInstance.read(json(document))).isEmpty();
  }

  private static JsonNode json(String text) {
    return Replies.json(text.replace('\'', '"')).orElseThrow();
  }
}
