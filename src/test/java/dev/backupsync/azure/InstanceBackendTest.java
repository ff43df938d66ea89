package dev.backupsync.azure;

import static dev.backupsync.azure.Setup.followed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncType;
import dev.backupsync.simulator.AzureInstance;
import dev.backupsync.simulator.AzureProblem;
import dev.backupsync.simulator.AzureScript;
import dev.backupsync.simulator.AzureScript.End;
import dev.backupsync.simulator.AzureScript.Urls;
import dev.backupsync.simulator.AzureServer;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.Match;
import dev.backupsync.vendor.Need;
import dev.backupsync.vendor.Outcome;
import dev.backupsync.vendor.Outcome.Absent;
import dev.backupsync.vendor.Outcome.CancelUnsupported;
import dev.backupsync.vendor.Outcome.Cancelled;
import dev.backupsync.vendor.Outcome.Deferred;
import dev.backupsync.vendor.Outcome.Failed;
import dev.backupsync.vendor.Outcome.Rejected;
import dev.backupsync.vendor.Outcome.Running;
import dev.backupsync.vendor.Outcome.Succeeded;
import dev.backupsync.vendor.Outcome.Unconfirmed;
import dev.backupsync.vendor.Outcome.Unknown;
import dev.backupsync.vendor.Progress;
import dev.backupsync.vendor.Progress.Activity;
import dev.backupsync.vendor.SyncBackend;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceBackendTest {
  static final String INSTANCE = ".*/backupInstances/[^/]+";
  static final String SYNC = ".*/sync";
  static final String STATUS = ".*/operationStatus/.*";

  final AzureServer azure = AzureServer.started();
  final AzureInstance instance = azure.addInstance("testbi");
  final AzureClient link = new AzureClient(Setup.settings(azure), new Heard());
  final SyncBackend backend = link.backend();
  final Run run = Setup.run("testbi");
  final Run inDoubt = run.withSentTime(Instant.EPOCH);

  @BeforeEach
  void moveByHand() {
    azure.script().duration(AzureScript.BY_HAND);
  }

  @AfterEach
  void close() {
    link.close();
    azure.close();
  }

  // ---- locate

  @Test
  void aBrokenInstanceIsInNeed() {
    assertThat(backend.locate(run)).isEqualTo(new Absent(new Need.Needed(), true, List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ProtectionConfigured", "ProtectionStopped", "SoftDeleted"})
  void anInstanceInOrderOrAtRestIsNotInNeed(String state) {
    instance.state(state, state);

    assertThat(backend.locate(run)).isEqualTo(new Absent(new Need.NotNeeded(), true, List.of()));
  }

  @ParameterizedTest
  @CsvSource({"403, ACCESS_DENIED", "404, TARGET_NOT_FOUND", "405, SYNC_FAILED"})
  void whatIsNotShownDoesNotStopAPlainRun(int status, Reason reason) {
    azure.faults().always(Match.get(INSTANCE), Fault.status(status));

    assertThat(backend.locate(run))
        .isInstanceOfSatisfying(
            Absent.class,
            absent -> {
              assertThat(absent.conclusive()).isFalse();
              assertThat(absent.need())
                  .isInstanceOfSatisfying(
                      Need.NotVisible.class,
                      unseen -> assertThat(unseen.reason()).isEqualTo(reason));
            });
  }

  @Test
  void aBusyInstanceWaitsUnlessTheWorkMayBeOurs() {
    instance.state("UpdatingProtection", "ProtectionConfigured");

    assertThat(backend.locate(run))
        .isInstanceOfSatisfying(
            Deferred.class,
            deferred -> {
              assertThat(deferred.reason()).isEqualTo(Reason.TARGET_BUSY);
              assertThat(deferred.retryAfter()).contains(Duration.ofMinutes(1));
            });
    var found = progress(backend.locate(inDoubt));
    assertThat(found.operation()).contains(Operation.UNNAMED);
    assertThat(found.activity()).isEqualTo(Activity.WORKING);
  }

  @Test
  void inDoubtAbsenceIsNotConclusiveBecauseArmListsNoOperations() {
    assertThat(backend.locate(inDoubt)).isEqualTo(new Absent(new Need.Needed(), false, List.of()));
  }

  @Test
  void inDoubtAProtectedInstanceProvesNothing() {
    instance.healthy();

    assertThat(backend.locate(inDoubt))
        .isEqualTo(new Absent(new Need.NotNeeded(), false, List.of()));
  }

  // ---- start, poll, end

  @ParameterizedTest
  @EnumSource(names = {"BOTH", "ASYNC_OPERATION", "LOCATION"})
  void aSyncIsStartedOnceAndFollowedByItsOwnUrlToItsEnd(Urls urls) {
    azure.script().urls(urls).retryAfter(Duration.ofSeconds(60));

    var started = backend.start(run, () -> true);
    var polled = backend.poll(followed(run, started));
    azure.finish(instance);

    assertThat(progress(started).retryAfter()).contains(Duration.ofSeconds(60));
    assertThat(progress(started).operation().orElseThrow().id()).endsWith("==");
    assertThat(progress(polled).percent()).isEqualTo(OptionalInt.empty());
    assertThat(backend.poll(followed(run, started)))
        .isEqualTo(new Succeeded(Optional.of("ProtectionConfigured")));
    assertThat(instance.acceptedSyncs()).isEqualTo(1);
    assertThat(azure.polls()).isEqualTo(2);
    assertThat(azure.requests().all().stream().filter(request -> request.status() == 403))
        .as("the URLs are sent byte for byte")
        .isEmpty();
  }

  @Test
  void theStartSaysExactlyWhatTheVendorWants() {
    backend.start(run, () -> true);
    backend.start(Setup.run("testbi", SyncType.FORCE_RESYNC), () -> true);

    var posts = azure.requests().all("POST", SYNC);
    assertThat(posts)
        .allSatisfy(
            post -> {
              assertThat(post.header("Accept")).contains("application/json");
              assertThat(post.header("Content-Type")).contains("application/json");
            });
    assertThat(posts)
        .extracting(post -> post.header("x-ms-client-request-id"))
        .doesNotHaveDuplicates();
    assertThat(posts).extracting(post -> post.status()).containsExactly(202, 409);
  }

  @Test
  void namesAreEncoded() {
    azure.addInstance(
        AzureServer.SUBSCRIPTION, AzureServer.RESOURCE_GROUP, AzureServer.VAULT, "my disk+ä");

    assertThat(backend.start(Setup.run("my disk+ä"), () -> true)).isInstanceOf(Running.class);
    assertThat(azure.count("POST", ".*/my%20disk%2B%C3%A4/sync")).isEqualTo(1);
  }

  @Test
  void aNameCannotClimbOutOfItsPlace() {
    assertThat(backend.start(Setup.run(".."), () -> true)).isInstanceOf(Rejected.class);
    assertThat(azure.count("POST", ".*/backupInstances/%2E%2E/sync")).isEqualTo(1);
  }

  @Test
  void theVendorsWordsAreShownAndItsPercentageOnlyWhereItTells() {
    azure
        .script()
        .percentComplete(true)
        .runningStatus("Resolving")
        .pollRetryAfter(Duration.ofSeconds(7));
    var following = followed(run, backend.start(run, () -> true));
    azure.advance(instance, 42);

    assertThat(progress(backend.poll(following)))
        .isEqualTo(
            new Progress(
                Optional.empty(),
                OptionalInt.of(42),
                Optional.of("Resolving"),
                Activity.NOT_SHOWN,
                Optional.of(Duration.ofSeconds(7))));
  }

  @ParameterizedTest
  @EnumSource(names = {"BOTH", "ASYNC_OPERATION", "LOCATION"})
  void theNewestUrlWins(Urls urls) {
    azure.script().urls(urls).renewUrls(true);
    var first = followed(run, backend.start(run, () -> true));
    var second = followed(first, backend.poll(first));
    var third = followed(second, backend.poll(second));
    azure.finish(instance);

    assertThat(third.operation()).isNotEqualTo(second.operation()).isNotEqualTo(first.operation());
    assertThat(backend.poll(third)).isInstanceOf(Succeeded.class);
    assertThat(azure.requests().all("GET", ".*/operation(Status|Results)/.*"))
        .allSatisfy(poll -> assertThat(poll.status()).isIn(200, 202));
  }

  @Test
  void aFailureIsTheVendorsVerdictWithItsActivity() {
    var problem = AzureProblem.of("UserErrorMissingRequiredPermissions", "Assign the role.");
    var following = followed(run, backend.start(run, () -> true));
    azure.fail(instance, problem);

    assertThat(backend.poll(following))
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> {
              assertThat(failed.reason()).isEqualTo(Reason.SYNC_FAILED);
              assertThat(failed.error().code()).isEqualTo(problem.code());
              assertThat(failed.error().message()).isEqualTo(problem.message());
              assertThat(failed.error().recommendedActions()).containsExactly(problem.hint());
              assertThat(failed.error().correlationId()).isEqualTo(problem.activityId().toString());
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"Canceled", "Cancelled", "CANCELED"})
  void aCancelledOperationIsCancelled(String status) {
    var following = followed(run, backend.start(run, () -> true));
    azure.end(instance, End.canceled(status));

    assertThat(backend.poll(following)).isEqualTo(new Cancelled());
  }

  @Test
  void successIsNotYetConvergence() {
    azure.script().convergenceLag(1);
    var following = followed(run, backend.start(run, () -> true));
    azure.finish(instance);

    assertThat(backend.poll(following))
        .isInstanceOfSatisfying(
            Unconfirmed.class,
            lagging -> {
              assertThat(lagging.reason()).isEqualTo(Reason.NOT_CONVERGED);
              assertThat(lagging.error().code()).isEqualTo("UserErrorMissingRequiredPermissions");
            });
    assertThat(backend.poll(following)).isInstanceOf(Succeeded.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ProtectionStopped",
        "BackupsSuspended",
        "BackupSchedulesSuspended",
        "RetentionSchedulesSuspended",
        "SoftDeleting",
        "SoftDeleted"
      })
  void whatItsOwnerPutToRestIsToldAndNotRetried(String state) {
    var following = followed(run, backend.start(run, () -> true));
    azure.finish(instance);
    instance.state(state, state);

    assertThat(backend.poll(following))
        .isInstanceOfSatisfying(
            Succeeded.class,
            end -> {
              assertThat(end.vendorState()).contains(state);
              assertThat(end.remark().orElseThrow()).contains("at rest", state);
            });
  }

  @Test
  void aSyncThatIsDoneAtOnceIsConfirmedByTheInstance() {
    azure.script().atOnce(true);
    assertThat(backend.start(run, () -> true))
        .isEqualTo(new Succeeded(Optional.of("ProtectionConfigured")));

    azure.script().convergenceLag(2);
    instance.state("ProtectionError", "ProtectionError");
    var lagging = backend.start(run, () -> true);
    assertThat(lagging).isInstanceOf(Unconfirmed.class);
    assertThat(backend.poll(run.withConfirmations(1))).isInstanceOf(Unconfirmed.class);
    assertThat(backend.poll(run.withConfirmations(2))).isInstanceOf(Succeeded.class);
  }

  @Test
  void anAcceptedSyncWithoutAUrlIsWatchedAtTheInstance() {
    azure.script().urls(Urls.NONE);
    var started = backend.start(run, () -> true);
    var following = followed(run, started);

    assertThat(following.operation()).isEqualTo(Operation.UNNAMED);
    assertThat(progress(backend.poll(following)).vendorState()).contains("ProtectionError");
    azure.finish(instance);
    assertThat(backend.poll(inNeed(following))).isInstanceOf(Succeeded.class);
    assertThat(unreadable(backend.poll(following))).contains("named no place");
    assertThat(azure.polls()).isZero();
  }

  @Test
  void theSeedPagesVendorHasNothingButTheStartAndThePoll() {
    azure.offerOnly(Match.post(".*"), Match.get(STATUS));

    assertThat(backend.locate(run)).isInstanceOf(Absent.class);
    var following = followed(run, backend.start(run, () -> true));
    assertThat(backend.poll(following)).isInstanceOf(Running.class);
    azure.finish(instance);
    assertThat(backend.poll(following)).isEqualTo(new Succeeded(Optional.of("Succeeded")));
  }

  @Test
  void azureCannotCancel() {
    assertThat(backend.cancel(followed(run, backend.start(run, () -> true))))
        .isEqualTo(new CancelUnsupported());
  }

  // ---- lost answers

  @Test
  void aStartWhoseAnswerIsLostAfterTheWorkIsInDoubtWhateverTheInstanceShows() {
    azure.faults().next(Match.post(SYNC), Fault.lostAnswer());

    assertThat(backend.start(run, () -> true)).isInstanceOf(Unknown.class);
    assertThat(backend.locate(inDoubt)).isEqualTo(new Absent(new Need.Needed(), false, List.of()));
    assertThat(backend.start(inDoubt, () -> true))
        .isInstanceOfSatisfying(
            Deferred.class, busy -> assertThat(busy.reason()).isEqualTo(Reason.START_REFUSED));
    azure.finish(instance);
    assertThat(backend.locate(inDoubt))
        .isEqualTo(new Absent(new Need.NotNeeded(), false, List.of()));
    assertThat(instance.acceptedSyncs()).isEqualTo(1);
  }

  @Test
  void aStartThatIsLostBeforeTheWorkIsInDoubtToo() {
    azure.faults().next(Match.post(SYNC), new Fault.Reset());

    assertThat(backend.start(run, () -> true)).isInstanceOf(Unknown.class);
    assertThat(instance.acceptedSyncs()).isZero();
    assertThat(azure.count("POST", SYNC)).isEqualTo(1);
  }

  @Test
  void aStartWhoseLicenceHasRunOutIsNotSent() {
    assertThat(backend.start(run, () -> false)).isInstanceOf(Deferred.class);
    assertThat(azure.count("POST", SYNC)).isZero();
  }

  @Test
  void aStartThatNeverLeftIsNot() {
    link.probe();
    azure.stop();
    backend.locate(run); // finds the pooled connection dead, on which a start may have left

    assertThat(backend.start(run, () -> true))
        .isInstanceOfSatisfying(
            Deferred.class,
            deferred -> assertThat(deferred.reason()).isEqualTo(Reason.PROGRESSING_WITH_RETRY));
  }

  // ---- polls that fail

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 405, 410})
  void anOperationThatWeCannotReadIsWatchedAtTheInstance(int status) {
    var following = followed(run, backend.start(run, () -> true));
    azure.faults().always(Match.get(STATUS), Fault.status(status));

    var watched = progress(backend.poll(following));
    assertThat(watched.operation()).as("the handle is kept").isEmpty();
    assertThat(watched.vendorState()).contains("ProtectionError");
    assertThat(watched.activity()).isEqualTo(Activity.NOT_SHOWN);

    azure.finish(instance);
    assertThat(backend.poll(inNeed(following))).as("healed").isInstanceOf(Succeeded.class);
    assertThat(backend.poll(following.withActive(true)))
        .as("something was at work, and is no more")
        .isInstanceOf(Succeeded.class);
  }

  @ParameterizedTest
  @CsvSource({
    "403, Microsoft.DataProtection/backupVaults/operationStatus/read",
    "405, cannot be read (405)"
  })
  void whatWasInOrderBeforeProvesNothingOfAnOperationThatWeMayNotRead(int status, String told) {
    instance.healthy();
    var following = followed(run, backend.start(run, () -> true)).withNeededBeforeStart(false);
    azure.faults().always(Match.get(STATUS), Fault.status(status));

    assertThat(unreadable(backend.poll(following))).contains(told);
    assertThat(unreadable(backend.poll(following.withConfirmations(5)))).contains(told);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410})
  void anOperationThatIsGoneAndStaysSoIsOver(int status) {
    instance.healthy();
    var following = followed(run, backend.start(run, () -> true)).withNeededBeforeStart(false);
    azure.faults().always(Match.get(STATUS), Fault.status(status));

    assertThat(backend.poll(following)).isInstanceOf(Unconfirmed.class);
    assertThat(backend.poll(following.withConfirmations(2))).isInstanceOf(Unconfirmed.class);
    assertThat(backend.poll(following.withConfirmations(3)))
        .isEqualTo(new Succeeded(Optional.of("ProtectionConfigured")));
  }

  @Test
  void whereNeitherIsReadableNothingIsLearned() {
    var following = followed(run, backend.start(run, () -> true));
    azure.offerOnly(Match.post(".*"));

    assertThat(backend.poll(following)).isInstanceOf(Unknown.class);
  }

  @Test
  void aLocationThatAnswersWithARefusalEndsTheRunWithItsError() {
    azure.script().urls(Urls.LOCATION);
    var following = followed(run, backend.start(run, () -> true));
    azure.fail(instance, AzureProblem.of("UserErrorX", "Assign the role."));

    assertThat(backend.poll(following))
        .isInstanceOfSatisfying(
            Unconfirmed.class,
            ended -> assertThat(ended.error().message()).isEqualTo("Assign the role."));
    instance.healthy();
    assertThat(backend.poll(following)).as("nothing became better").isInstanceOf(Unconfirmed.class);
  }

  // ---- the token and its hosts

  @Test
  void anExpiredTokenIsReplacedOnceAndTheRequestSentAgain() {
    link.probe();
    azure.tokens().revoke();

    assertThat(backend.start(run, () -> true)).isInstanceOf(Running.class);
    assertThat(azure.count("POST", SYNC)).isEqualTo(2);
    assertThat(azure.tokens().issued()).isEqualTo(2);
    assertThat(instance.acceptedSyncs()).isEqualTo(1);
  }

  @Test
  void aTokenThatIsRefusedTwiceIsTheConnectionsTrouble() {
    azure.faults().always(Match.post(SYNC), Fault.status(401));

    assertThat(backend.start(run, () -> true))
        .isInstanceOfSatisfying(
            Deferred.class,
            deferred -> assertThat(deferred.reason()).isEqualTo(Reason.CONNECTION_NOT_READY));
    assertThat(azure.count("POST", SYNC)).isEqualTo(2);
  }

  @Test
  void withoutALoginNobodyElseIsAsked() {
    azure.authority().secret(AzureServer.CLIENT_ID, "changed");

    assertThat(List.of(backend.locate(run), backend.start(run, () -> true), backend.poll(run)))
        .allSatisfy(
            outcome ->
                assertThat(outcome)
                    .isInstanceOfSatisfying(
                        Deferred.class,
                        deferred -> {
                          assertThat(deferred.reason()).isEqualTo(Reason.CONNECTION_NOT_READY);
                          assertThat(deferred.error().code()).isEqualTo("AADSTS7000215");
                        }));
    assertThat(azure.count("*", ".*/subscriptions/.*")).isZero();
  }

  @Test
  void aForeignHostGetsNeitherATokenNorARequest() {
    azure.script().urlsAt(azure.foreignHost().url());
    var started = backend.start(run, () -> true);
    var following = followed(run, started);

    assertThat(following.operation().url()).startsWith(azure.foreignHost().url().toString());
    assertThat(progress(backend.poll(following)).vendorState()).contains("ProtectionError");
    azure.finish(instance);
    assertThat(unreadable(backend.poll(following))).contains("127.0.0.1");
    assertThat(backend.poll(inNeed(following))).isInstanceOf(Succeeded.class);
    assertThat(azure.tokensSeenByForeignHost()).isZero();
    assertThat(azure.foreignHost().requests().all()).isEmpty();
  }

  @Test
  void aTrustedForeignHostIsAsked() {
    azure.script().urlsAt(azure.foreignHost().url());
    try (var trusting = new AzureClient(Setup.settings(azure, "127.0.0.1"), new Heard())) {
      var following = followed(run, trusting.backend().start(run, () -> true));

      assertThat(trusting.backend().poll(following)).isInstanceOf(Running.class);
      assertThat(azure.tokensSeenByForeignHost()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://FOREIGN/x",
        "https://HOST@FOREIGN/x",
        "https://FOREIGN#@HOST/x",
        "https://FOREIGN\\@HOST/x",
        "http://HOST/x",
        "//FOREIGN/x",
        "file:///etc/passwd",
        "no url",
        "",
      })
  void aPlantedUrlIsNotFollowed(String planted) {
    var url =
        planted
            .replace("FOREIGN", azure.foreignHost().url().getAuthority())
            .replace("HOST", azure.url().getAuthority());

    assertThat(progress(backend.poll(Setup.polling(run, url))).vendorState())
        .contains("ProtectionError");
    assertThat(azure.foreignHost().requests().all()).isEmpty();
    assertThat(azure.count("*", ".*/x")).isZero();
  }

  @Test
  void aNewUrlAtAForeignHostIsNotAdopted() {
    azure.script().renewUrls(true);
    var following = followed(run, backend.start(run, () -> true));
    azure.script().urlsAt(azure.foreignHost().url());

    assertThat(progress(backend.poll(following)).operation()).isEmpty();
  }

  @Test
  void aRedirectIsNotFollowed() {
    var following = followed(run, backend.start(run, () -> true));
    azure.faults().always(Match.get(".*"), Fault.redirect(azure.foreignHost().url()));

    assertThat(backend.poll(following)).isInstanceOf(Unknown.class);
    assertThat(backend.locate(run)).isInstanceOf(Unknown.class);
    assertThat(azure.foreignHost().requests().all()).isEmpty();
  }

  @Test
  void aSignedUrlIsNeverTold() {
    var following = followed(run, backend.start(run, () -> true));
    var signature = following.operation().url().replaceAll(".*&s=", "");
    azure.faults().always(Match.get(STATUS), Fault.html(500));

    assertThat(backend.poll(following).toString()).doesNotContain(signature, "&s=", "&t=");
  }

  private static Run inNeed(Run run) {
    return run.withNeededBeforeStart(true);
  }

  private static String unreadable(Outcome outcome) {
    return progress(outcome).unreadable().orElseThrow().message();
  }

  private static Progress progress(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Running.class);
    return ((Running) outcome).progress();
  }
}
