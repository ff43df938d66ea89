package dev.backupsync.benchmark;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.backupsync.simulator.Certificates;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.Match;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The simulators, as a process of their own, so that their CPU is not taken for anybody else's. */
final class Vendors {
  private static final String ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final String NAMED = "/(resourcegroups|backupvaults|backupinstances)/[^/]+";
  private static final String OPERATION = "/(operationstatus|operationresults)/.+";
  private static final JsonMapper JSON = new JsonMapper();

  /** Connections stay ready, so that their syncs do call. */
  private static final Match NO_LOGIN = Match.path("(?i)(?!.*/(token|serviceinstance)$).*");

  private static final Duration HANG = Duration.ofSeconds(30);

  /**
   * Which servers are wanted.
   *
   * @param paceMillis how long Azure wants to be left alone between two polls
   * @param spare how many targets a server has that no contestant knows
   */
  record Plan(
      List<Servers> servers, long sessionMillis, long paceMillis, boolean progress, int spare) {}

  /**
   * Where the servers are.
   *
   * @param urls by the name of {@link Servers}, then in their order
   */
  record Address(Map<String, List<String>> urls, String spare, String ca) {}

  /** One start that was accepted. */
  record Start(String target, long acceptedMillis) {}

  /**
   * What came so far to the servers that do not hang.
   *
   * @param calls how many of each method and path
   * @param hung how many calls came to those that hang
   */
  record Report(Map<String, Integer> calls, int hung, List<Start> starts) {
    int all() {
      return calls.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  private record Running(Servers wanted, List<SimulatedServer> servers) {}

  private final List<Running> running = new ArrayList<>();
  private final SimulatedServer spare;

  private Vendors(Plan plan) {
    for (var wanted : plan.servers()) {
      var started = new ArrayList<SimulatedServer>();
      for (var i = 0; i < wanted.count(); i++) {
        started.add(start(wanted.kind(), plan));
      }
      for (var i = 0; i < wanted.targets(); i++) {
        started.get(wanted.serverOf(i)).targets().accept(wanted.sync(i));
      }
      if (wanted.hang()) {
        started.forEach(
            server -> server.vendor().faults().always(NO_LOGIN, new Fault.Latency(HANG)));
      }
      running.add(new Running(wanted, started));
    }
    spare = start(plan.servers().getFirst().kind(), plan);
    for (var i = 0; i < plan.spare(); i++) {
      spare.targets().accept(spareSync(i));
    }
  }

  private static SimulatedServer start(SyncKind kind, Plan plan) {
    return SimulatedServer.started(
        kind,
        Duration.ofMillis(plan.sessionMillis()),
        Duration.ofMillis(plan.paceMillis()),
        plan.progress());
  }

  static String spareSync(int number) {
    return "spare-" + number;
  }

  /** Says where it listens, and tells what came whenever a line comes in; ends with the input. */
  public static void main(String[] args) throws IOException {
    var vendors = new Vendors(JSON.readValue(args[0], Plan.class));
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println(JSON.writeValueAsString(vendors.address()));
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (in.readLine() != null) {
      out.println(JSON.writeValueAsString(vendors.report()));
    }
    System.exit(0);
  }

  private Address address() {
    var urls = new TreeMap<String, List<String>>();
    running.forEach(
        one -> urls.put(one.wanted().name(), one.servers().stream().map(Vendors::url).toList()));
    return new Address(urls, url(spare), Certificates.shared().caPem());
  }

  private static String url(SimulatedServer server) {
    return server.vendor().url().toString();
  }

  private Report report() {
    var calls = new TreeMap<String, Integer>();
    var starts = new ArrayList<Start>();
    running.stream()
        .filter(one -> !one.wanted().hang())
        .flatMap(one -> one.servers().stream())
        .forEach(
            server -> {
              server.vendor().requests().all().stream()
                  .map(request -> request.method() + " " + shape(request.path()))
                  .forEach(call -> calls.merge(call, 1, Integer::sum));
              server.journal().starts().stream()
                  .map(start -> new Start(start.target(), start.accepted().toEpochMilli()))
                  .forEach(starts::add);
            });
    return new Report(calls, hung(), starts);
  }

  private int hung() {
    return running.stream()
        .filter(one -> one.wanted().hang())
        .flatMap(one -> one.servers().stream())
        .mapToInt(server -> server.vendor().requests().count(NO_LOGIN))
        .sum();
  }

  private static String shape(String path) {
    return path.toLowerCase(Locale.ROOT)
        .replaceAll("^/v\\d/", "/")
        .replaceAll(ID, "{id}")
        .replaceAll(OPERATION, "/$1/{id}")
        .replaceAll(NAMED, "/$1/{name}");
  }
}
