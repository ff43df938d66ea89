package dev.backupsync.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A Veeam Backup for Microsoft 365 server. It starts with the user {@value #USER} and password
 * {@value #PASSWORD}, all versions and no repositories.
 */
public final class VeeamServer extends SimulatedVendor {
  public static final String USER = "BACKUP\\svc-sync";
  public static final String PASSWORD = "p&ss=wörd+ 100%";

  /**
   * What a server has that offers no more than the vendor's page on synchronizing, and a way to
   * follow it.
   */
  private static final Match[] SEED_CALLS = {
    Match.post("(?i)/v\\d/Token"),
    Match.post("(?i)/v\\d/BackupRepositories/[^/]+/Sync"),
    Match.get("(?i)/v\\d/RepositorySynchronizeSessions/[^/]+"),
  };

  private final VeeamScript script = new VeeamScript();
  private final VeeamTokens tokens;
  private final VeeamStore store;
  private final VeeamRoutes routes;
  private volatile Set<VeeamVersion> versions = EnumSet.allOf(VeeamVersion.class);

  private VeeamServer(InstantSource clock, int port) {
    super("localhost", port);
    tokens = new VeeamTokens(clock).user(USER, PASSWORD);
    store = new VeeamStore(clock, script);
    routes = new VeeamRoutes(store, script);
  }

  /** Listens on any free port, by the system's clock. */
  public static VeeamServer started() {
    return started(InstantSource.system(), 0);
  }

  /** Listens on this port, or on any free one for 0; the clock moves tokens and runs. */
  public static VeeamServer started(InstantSource clock, int port) {
    var server = new VeeamServer(clock, port);
    server.start();
    return server;
  }

  /** Serves these versions and no others from now on. */
  public VeeamServer serving(VeeamVersion first, VeeamVersion... more) {
    versions = EnumSet.of(first, more);
    return this;
  }

  public void offerOnlySeedCalls() {
    offerOnly(SEED_CALLS);
  }

  public VeeamScript script() {
    return script;
  }

  public VeeamTokens tokens() {
    return tokens;
  }

  /** Adds a repository that is out of sync. */
  public VeeamRepository addRepository(UUID id, String name) {
    return store.add(id, name);
  }

  public VeeamRepository addRepository(String name) {
    return addRepository(UUID.randomUUID(), name);
  }

  public void removeRepository(UUID id) {
    store.remove(id);
  }

  /** Starts a run as a human at the console would; gives the session's id. */
  public String plantSession(UUID repository, int percent) {
    synchronized (store) {
      var session = store.start(store.repository(repository.toString()).orElseThrow(), false);
      store.move(session, percent);
      return session.id().toString();
    }
  }

  /** The ids of the sessions that run, oldest first. */
  public List<String> runningSessions() {
    return store.sessions().stream()
        .filter(VeeamSession::running)
        .map(one -> one.id().toString())
        .toList();
  }

  /**
   * Moves the repository's run to this percentage; by hand alone from then on. 100 ends it by the
   * script.
   */
  public void advance(UUID repository, int percent) {
    store.advance(repository, percent);
  }

  public void finish(UUID repository) {
    advance(repository, 100);
  }

  /** Ends the repository's run as Failed, whatever the script says. */
  public void fail(UUID repository, String error) {
    store.fail(repository, error);
  }

  /** As after a restart of Veeam's service. */
  public void forgetSessions() {
    store.forgetSessions();
  }

  /** The most sessions that ever ran at once, of whatever repositories. */
  public int maxConcurrentSessions() {
    return store.maxConcurrentSessions();
  }

  /** Every start that was accepted. */
  public Journal journal() {
    return store.journal();
  }

  /** Stops that reached a session. */
  public int stops() {
    return store.stops();
  }

  @Override
  Reply answer(Call call) {
    var path = call.segments();
    var version = VeeamVersion.ofSegment(path.getFirst()).filter(versions::contains);
    return path.size() < 2 || version.isEmpty()
        ? Reply.empty(404)
        : answer(version.get(), path.subList(1, path.size()), call);
  }

  private Reply answer(VeeamVersion version, List<String> path, Call call) {
    var route = call.method() + " " + String.join("/", path);
    if (route.equalsIgnoreCase("POST Token")) {
      return tokens.grant(version, call.form());
    }
    if (version == VeeamVersion.V8 && route.equalsIgnoreCase("GET Health")) {
      return Reply.json(200, JsonNodeFactory.instance.objectNode().put("status", "Healthy"));
    }
    return switch (tokens.standing(call.bearer())) {
      case UNKNOWN -> Reply.empty(401).with("WWW-Authenticate", "Bearer");
      case NEEDS_ANTIFORGERY_COOKIE ->
          VeeamErrors.of(
              version, 400, "HttpError", "The required antiforgery cookie is not present.");
      case GOOD -> {
        if (version != VeeamVersion.V6 && route.equalsIgnoreCase("POST token/logout")) {
          tokens.logout(call.bearer());
          yield Reply.empty(204);
        }
        yield routes.answer(version, newest(), path, call);
      }
    };
  }

  private VeeamVersion newest() {
    return versions.stream().reduce((_, last) -> last).orElseThrow();
  }
}
