package dev.backupsync.azure;

import static dev.backupsync.azure.Replies.reply;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.http.NoReply;
import dev.backupsync.vendor.Outcome;
import dev.backupsync.vendor.Outcome.Deferred;
import dev.backupsync.vendor.Outcome.Rejected;
import dev.backupsync.vendor.Outcome.Unknown;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AzureOutcomesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          429 | 7  | ``                                                     | Deferred | START_REFUSED          | 7
          429 | -  | ``                                                     | Deferred | START_REFUSED          | 60
          503 | 90 | <html>busy</html>                                      | Deferred | START_REFUSED          | 90
          503 | -  | ``                                                     | Unknown  | PROGRESSING_WITH_RETRY | -
          500 | -  | <html>oops</html>                                      | Unknown  | PROGRESSING_WITH_RETRY | -
          502 | 5  | ``                                                     | Unknown  | PROGRESSING_WITH_RETRY | 5
          504 | -  | ``                                                     | Unknown  | PROGRESSING_WITH_RETRY | -
          408 | -  | ``                                                     | Unknown  | PROGRESSING_WITH_RETRY | -
          307 | -  | ``                                                     | Unknown  | PROGRESSING_WITH_RETRY | -
          401 | -  | {"error":{"code":"ExpiredAuthenticationToken"}}        | Deferred | CONNECTION_NOT_READY   | -
          403 | -  | {"error":{"code":"AuthorizationFailed"}}               | Deferred | START_REFUSED          | -
          404 | -  | {"error":{"code":"ResourceNotFound"}}                  | Rejected | TARGET_NOT_FOUND       | -
          409 | -  | ``                                                     | Deferred | START_REFUSED          | 60
          409 | 20 | {"error":{"code":"ConflictingProtectionOperation"}}    | Deferred | START_REFUSED          | 20
          400 | -  | {"error":{"code":"ObjectLocked"}}                      | Deferred | START_REFUSED          | 60
          400 | -  | {"error":{"details":[{"code":"objectlocked"}]}}        | Deferred | START_REFUSED          | 60
          400 | -  | {"error":{"message":"Another one is In Progress."}}    | Deferred | START_REFUSED          | 60
          403 | -  | {"error":{"message":"No propagation in progress."}}    | Deferred | START_REFUSED          | -
          409 | 20 | {"error":{"code":"ScopeLocked"}}                       | Deferred | START_REFUSED          | -
          409 | -  | {"error":{"code":"ReadOnlyDisabledSubscription"}}      | Deferred | START_REFUSED          | -
          409 | -  | {"error":{"code":"MissingSubscriptionRegistration"}}   | Deferred | START_REFUSED          | -
          403 | -  | {"error":{"code":"RequestDisallowedByPolicy"}}         | Deferred | START_REFUSED          | -
          400 | -  | {"error":{"code":"BMSUserErrorInvalidInput"}}          | Rejected | SYNC_FAILED            | -
          406 | -  | ``                                                     | Rejected | SYNC_FAILED            | -
          405 | -  | ``                                                     | Rejected | SYNC_FAILED            | -
          """)
  void aStartsRefusalHasItsConsequence(
      int status, String wait, String body, String outcome, Reason reason, Long retryAfter) {
    var answer = wait == null ? reply(status, body) : reply(status, body, "Retry-After: " + wait);

    var read = AzureOutcomes.ofStart(answer);

    assertThat(read.getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(Told.of(read)).isEqualTo(new Told(reason, retryAfter));
  }

  record Told(Reason reason, Long retryAfter) {
    static Told of(Outcome outcome) {
      return switch (outcome) {
        case Deferred(var reason, _, var wait) ->
            new Told(reason, wait.map(Duration::toSeconds).orElse(null));
        case Unknown(var reason, _, var wait) ->
            new Told(reason, wait.map(Duration::toSeconds).orElse(null));
        case Rejected(var reason, _) -> new Told(reason, null);
        default -> throw new AssertionError(outcome);
      };
    }
  }

  @Test
  void aDeniedStartNamesTheMissingActionAndItsDelay() {
    var denied = (Deferred) AzureOutcomes.ofStart(reply(403, "{\"error\":{\"message\":\"No.\"}}"));

    assertThat(denied.error().message())
        .contains(
            "Microsoft.DataProtection/backupVaults/backupInstances/sync/action",
            "30 minutes",
            "No.");
  }

  @ParameterizedTest
  @CsvSource({
    "ScopeLocked, Remove the lock",
    "ReadOnlyDisabledSubscription, Enable the subscription",
    "MissingSubscriptionRegistration, Register the resource provider",
    "DenyAssignmentAuthorizationFailed, Exempt the vault"
  })
  void whatNoWaitingMendsSaysWhatToDo(String code, String advice) {
    var body = "{\"error\":{\"code\":\"" + code + "\",\"message\":\"No.\"}}";

    var refused = (Deferred) AzureOutcomes.ofStart(reply(409, body));

    assertThat(refused.error().message()).contains("until somebody acts", advice, "No.");
    assertThat(refused.error().recommendedActions()).first().asString().startsWith(advice);
  }

  @Test
  void onlyAStartThatWasSurelyNotSentMayBeSentAgainAtOnce() {
    assertThat(AzureOutcomes.ofStart(new NoReply(NoReply.Cause.UNREACHABLE, false, "refused")))
        .isInstanceOf(Deferred.class);
    assertThat(AzureOutcomes.ofStart(new NoReply(NoReply.Cause.TIMEOUT, true, "late")))
        .isInstanceOf(Unknown.class);
  }
}
