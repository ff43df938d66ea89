package dev.backupsync.trouble;

import dev.backupsync.simulator.AzureScript.Urls;
import dev.backupsync.simulator.HandClock;
import dev.backupsync.simulator.Match;
import dev.backupsync.trouble.VeeamSide.Spec;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Every call of the operator, at every place in the life of a run that matters. */
@SuppressWarnings(
    "ImmutableEnumChecker") // a pattern is never changed, and an opening is a function
enum Scene {
  VERSIONS(
      "Veeam: versions served, `GET /v8/ServiceInstance` without a token",
      veeam(Spec.ANY_VERSION),
      Moment.NEW,
      Match.get(Paths.PRODUCT)),
  LOGIN("Veeam: log-in, `POST /v8/Token`", veeam(Spec.BY_ID), Moment.NEW, Match.post(Paths.TOKEN)),
  PRODUCT(
      "Veeam: product, `GET /v8/ServiceInstance`",
      veeam(Spec.BY_ID),
      Moment.NEW,
      Match.get(Paths.PRODUCT),
      Match.post(Paths.TOKEN)),
  NAME(
      "Veeam: a repository by name, `GET /v8/BackupRepositories`",
      veeam(Spec.BY_NAME),
      Moment.CONNECTED,
      Match.get(Paths.REPOSITORIES)),
  SESSIONS(
      "Veeam: sessions before the start, `GET /v8/RepositorySynchronizeSessions`",
      veeam(Spec.BY_ID),
      Moment.CONNECTED,
      Match.get(Paths.SESSIONS)),
  REPOSITORY(
      "Veeam: the repository before the start, `GET /v8/BackupRepositories/{id}`",
      veeam(Spec.BY_ID),
      Moment.CONNECTED,
      Match.get(Paths.REPOSITORY),
      Match.get(Paths.SESSIONS)),
  START(
      "Veeam: start, `POST /v8/BackupRepositories/{id}/Sync`",
      veeam(Spec.BY_ID),
      Moment.CONNECTED,
      Match.post(Paths.REPOSITORY + "/Sync"),
      Match.get(Paths.REPOSITORY)),
  POLL(
      "Veeam: poll, `GET /v8/RepositorySynchronizeSessions/{id}`",
      veeam(Spec.BY_ID),
      Moment.RUNNING,
      Match.get(Paths.SESSION)),
  RELOGIN(
      "Veeam: log-in during a run, `POST /v8/Token`",
      veeam(Spec.BY_ID),
      Moment.LOGGED_OUT,
      Match.post(Paths.TOKEN),
      Match.get(Paths.SESSION)),
  SESSIONS_AFTER(
      "Veeam: sessions once the run's own is gone, `GET /v8/RepositorySynchronizeSessions`",
      veeam(Spec.BY_ID),
      Moment.ENDED,
      Match.get(Paths.SESSIONS),
      Match.get(Paths.SESSION)),
  REPOSITORY_AFTER(
      "Veeam: the repository after the end, `GET /v8/BackupRepositories/{id}`",
      veeam(Spec.BY_ID),
      Moment.ENDED,
      Match.get(Paths.REPOSITORY),
      Match.get(Paths.SESSIONS)),
  STOP(
      "Veeam: stop, `POST /v8/RepositorySynchronizeSessions/{id}/StopSynchronize`",
      veeam(Spec.BY_ID),
      Moment.CANCELLING,
      Match.post(Paths.SESSION + "/StopSynchronize"),
      Match.get(Paths.SESSION)),
  LOGOUT(
      "Veeam: log-out, `POST /v8/token/logout`",
      veeam(Spec.BY_ID),
      Moment.CLOSING,
      Match.post("/v8/token/logout")),
  SECRET(
      "Azure: log-in with a client secret, `POST /{tenant}/oauth2/v2.0/token`",
      azure(Urls.BOTH, Identities::secret),
      Moment.NEW,
      Match.post(Paths.AUTHORITY)),
  CERTIFICATE(
      "Azure: log-in with a certificate, `POST /{tenant}/oauth2/v2.0/token`",
      azure(Urls.BOTH, Identities::certificate),
      Moment.NEW,
      Match.post(Paths.AUTHORITY)),
  FEDERATED(
      "Azure: log-in with a federated token, `POST /{tenant}/oauth2/v2.0/token`",
      azure(Urls.BOTH, Identities::federated),
      Moment.NEW,
      Match.post(Paths.AUTHORITY)),
  MANAGED(
      "Azure: log-in by a managed identity, `GET /metadata/identity/oauth2/token`",
      azure(Urls.BOTH, Identities::managed),
      Moment.NEW,
      Match.get("/metadata/identity/oauth2/token")),
  INSTANCE(
      "Azure: the instance before the start, `GET …/backupInstances/{name}`",
      azure(Urls.BOTH, Identities::secret),
      Moment.CONNECTED,
      Match.get(Paths.INSTANCE)),
  SYNC(
      "Azure: start, `POST …/backupInstances/{name}/sync`",
      azure(Urls.BOTH, Identities::secret),
      Moment.CONNECTED,
      Match.post(Paths.INSTANCE + "/sync"),
      Match.get(Paths.INSTANCE)),
  OPERATION(
      "Azure: poll, `GET` of the `Azure-AsyncOperation`",
      azure(Urls.BOTH, Identities::secret),
      Moment.RUNNING,
      Match.get(Paths.OPERATION)),
  RESULT(
      "Azure: poll, `GET` of the `Location` where that is all there is",
      azure(Urls.LOCATION, Identities::secret),
      Moment.RUNNING,
      Match.get(Paths.RESULT)),
  REAUTHORIZE(
      "Azure: log-in during a run, `POST /{tenant}/oauth2/v2.0/token`",
      azure(Urls.BOTH, Identities::secret),
      Moment.LOGGED_OUT,
      Match.post(Paths.AUTHORITY),
      Match.get(Paths.OPERATION)),
  INSTANCE_AFTER(
      "Azure: the instance after the end, `GET …/backupInstances/{name}`",
      azure(Urls.BOTH, Identities::secret),
      Moment.ENDED,
      Match.get(Paths.INSTANCE),
      Match.get(Paths.OPERATION));

  final String title;
  final Moment moment;

  /** The one that is struck. */
  final Match call;

  /** The one before it, where that comes after the moment. */
  final Optional<Match> before;

  private final Opening opening;

  Scene(String title, Opening opening, Moment moment, Match call, Match... before) {
    this.title = title;
    this.opening = opening;
    this.moment = moment;
    this.call = call;
    this.before = Optional.of(before).filter(some -> some.length > 0).map(some -> some[0]);
  }

  /** What can go wrong with its call; on a node nobody shows a certificate. */
  Stream<Trouble> troubles() {
    return Arrays.stream(Trouble.values())
        .filter(trouble -> this != MANAGED || !trouble.isOfTheCertificate());
  }

  Side open(HandClock clock, Duration timeout) {
    return opening.open(clock, timeout);
  }

  /** Opens the vendor's side of a story. */
  private interface Opening {
    Side open(HandClock clock, Duration timeout);
  }

  private static Opening veeam(Spec spec) {
    return (clock, timeout) -> new VeeamSide(clock, timeout, spec);
  }

  private static Opening azure(Urls urls, Identities.Way identity) {
    return (clock, timeout) -> new AzureSide(clock, timeout, urls, identity);
  }

  /** Of both simulators. */
  private static final class Paths {
    static final String PRODUCT = "/v8/ServiceInstance";
    static final String TOKEN = "/v8/Token";
    static final String REPOSITORIES = "/v8/BackupRepositories";
    static final String REPOSITORY = REPOSITORIES + "/[^/]+";
    static final String SESSIONS = "/v8/RepositorySynchronizeSessions";
    static final String SESSION = SESSIONS + "/[^/]+";
    static final String AUTHORITY = "/[^/]+/oauth2/v2.0/token";
    static final String INSTANCE = ".*/backupVaults/[^/]+/backupInstances/[^/]+";
    static final String OPERATION = ".*/operationStatus/.*";
    static final String RESULT = ".*/operationResults/.*";

    private Paths() {}
  }
}
