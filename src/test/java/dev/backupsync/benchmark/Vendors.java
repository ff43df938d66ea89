package dev.backupsync.benchmark;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.backupsync.simulator.Certificates;
import dev.backupsync.simulator.VeeamScript.ProgressForm;
import dev.backupsync.simulator.VeeamServer;
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
import java.util.UUID;

/** The simulators, as a process of their own, so that their CPU is not taken for anybody else's. */
final class Vendors {
  /** For whoever wants to know what the simulators can do. */
  static final int SPARE_REPOSITORIES = 4_000;

  private static final String ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * Where the servers are.
   *
   * @param spare a server that no contestant knows
   */
  record Address(List<String> urls, String spare, String ca) {}

  /** One start that was accepted. */
  record Start(String repository, long acceptedMillis) {}

  /**
   * What came so far.
   *
   * @param calls how many of each method and path
   */
  record Report(Map<String, Integer> calls, List<Start> starts) {
    int all() {
      return calls.values().stream().mapToInt(Integer::intValue).sum();
    }

    int count(String call) {
      return calls.getOrDefault(call, 0);
    }
  }

  private final List<VeeamServer> servers = new ArrayList<>();
  private final VeeamServer spare = VeeamServer.started();

  private Vendors(int servers, int repositories, Duration session, boolean progress) {
    for (var i = 0; i < servers; i++) {
      this.servers.add(VeeamServer.started());
      this.servers.get(i).script().duration(session);
      if (!progress) {
        this.servers.get(i).script().progress(ProgressForm.ABSENT);
      }
    }
    for (var i = 0; i < repositories; i++) {
      var server = this.servers.get(i / Workload.PER_SERVER % servers);
      server.addRepository(Workload.repository(i), Workload.sync(i));
    }
    for (var i = 0; i < SPARE_REPOSITORIES; i++) {
      spare.addRepository(spareRepository(i), "spare-" + i);
    }
  }

  static UUID spareRepository(int number) {
    return new UUID(0, number);
  }

  /** Says where it listens, and tells what came whenever a line comes in; ends with the input. */
  public static void main(String[] args) throws IOException {
    var vendors =
        new Vendors(
            Integer.parseInt(args[0]),
            Integer.parseInt(args[1]),
            Duration.parse(args[2]),
            Boolean.parseBoolean(args[3]));
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println(JSON.writeValueAsString(vendors.address()));
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (in.readLine() != null) {
      out.println(JSON.writeValueAsString(vendors.report()));
    }
    System.exit(0);
  }

  private Address address() {
    return new Address(
        servers.stream().map(server -> server.url().toString()).toList(),
        spare.url().toString(),
        Certificates.shared().caPem());
  }

  private Report report() {
    var calls = new TreeMap<String, Integer>();
    var starts = new ArrayList<Start>();
    for (var server : servers) {
      server.requests().all().stream()
          .map(request -> request.method() + " " + shape(request.path()))
          .forEach(call -> calls.merge(call, 1, Integer::sum));
      server.journal().starts().stream()
          .map(start -> new Start(start.target(), start.accepted().toEpochMilli()))
          .forEach(starts::add);
    }
    return new Report(calls, starts);
  }

  private static String shape(String path) {
    return path.toLowerCase(Locale.ROOT).replaceAll("^/v\\d/", "/").replaceAll(ID, "{id}");
  }
}
