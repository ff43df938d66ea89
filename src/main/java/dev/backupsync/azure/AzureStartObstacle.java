package dev.backupsync.azure;

import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.http.Redactor;
import dev.backupsync.http.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The causes for which Azure refuses every start until a person changes something. Waiting does not
 * help.
 */
@SuppressWarnings("ImmutableEnumChecker") // the lists are never changed
enum AzureStartObstacle {
  LOCK(
      "Remove the lock on the vault, its resource group or its subscription, or move it.",
      "scopelocked"),
  SUBSCRIPTION(
      "Enable the subscription again.",
      "readonlydisabledsubscription",
      "subscriptiondisabled",
      "disallowedoperation"),
  PROVIDER(
      "Register the resource provider Microsoft.DataProtection for the subscription.",
      "missingsubscriptionregistration",
      "subscriptionnotregistered"),
  POLICY(
      "Exempt the vault from the policy or the deny assignment that forbids it.",
      "requestdisallowedbypolicy",
      "denyassignmentauthorizationfailed");

  private final String advice;
  private final List<String> codes;

  AzureStartObstacle(String advice, String... codes) {
    this.advice = advice;
    this.codes = List.of(codes);
  }

  /** The reason behind a refusal; empty if the refusal may be temporary. */
  static Optional<AzureStartObstacle> of(Reply reply) {
    return Arrays.stream(values())
        .filter(barrier -> AzureErrors.mentions(reply, barrier.codes))
        .findFirst();
  }

  /** The error in Azure's words, with the action to take. */
  SyncError explain(SyncError error) {
    var actions = new ArrayList<String>();
    actions.add(advice);
    actions.addAll(Optional.ofNullable(error.recommendedActions()).orElse(List.of()));
    return new SyncError(
        error.code(),
        Redactor.of(
            "Azure refuses every start until somebody acts, and waiting does not mend it. "
                + advice
                + " Azure says: "
                + error.message()),
        error.httpStatus(),
        error.retryable(),
        actions,
        error.correlationId(),
        null);
  }
}
