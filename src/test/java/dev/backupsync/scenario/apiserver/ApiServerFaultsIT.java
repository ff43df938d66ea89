package dev.backupsync.scenario.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.cluster.ApiGateway;
import dev.backupsync.cluster.ApiServer;
import dev.backupsync.cluster.BothVendors;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.Match;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Lets each write of a status go wrong, at each step of a run, in each way that an API server
 * knows: no start is doubled, and nothing stays stuck.
 */
@OnApiServer
class ApiServerFaultsIT {
  private static final Fault AS_IT_SHOULD_BE = new Fault.Latency(Duration.ZERO);

  private static final Fault CONFLICT =
      Fault.status(
          409,
          """
          {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "Conflict",
           "message": "the object has been modified", "code": 409}
          """);

  /** The writes of a run; the last is counted from the moment at which the vendor works. */
  private enum Write {
    LICENCE(0),
    HANDLE(1),
    END(0);

    /** How many writes of a run come before it. */
    private final int before;

    Write(int before) {
      this.before = before;
    }
  }

  private record Trouble(String name, int times, Fault fault) {
    /** A permit is not asked for again on the spot, so that it would wait ever longer. */
    int times(Write write) {
      return write == Write.LICENCE ? Math.min(times, 4) : times;
    }
  }

  private static final Stream<Trouble> TROUBLES =
      Stream.of(
          new Trouble("409", 1, CONFLICT),
          new Trouble("409, twenty times", 20, CONFLICT),
          new Trouble("429 with Retry-After", 1, Fault.retryAfter(429, Duration.ofSeconds(1))),
          new Trouble("500", 1, Fault.status(500)),
          new Trouble("503, some times", 4, Fault.status(503)),
          new Trouble("connection broken", 1, new Fault.Reset()),
          new Trouble("done, but the answer is lost", 1, Fault.lostAnswer()),
          new Trouble("done, but answered 500", 1, new Fault.AfterProcessing(Fault.status(500))));

  private record Row(String name, Future<?> done) {}

  /** All rows at once, because they spend their time waiting. */
  @TestFactory
  Stream<DynamicTest> anyWriteMayGoWrong() {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writes =
          TROUBLES.map(trouble -> new Row(trouble.name, threads.submit(() -> strike(trouble))));
      var slow = Stream.of(new Row("2 s for each answer", threads.submit(() -> slow())));
      return Stream.concat(writes, slow).toList().stream()
          .map(row -> DynamicTest.dynamicTest(row.name, row.done::get));
    }
  }

  private static void strike(Trouble trouble) {
    try (var both = BothVendors.open();
        var gateway = ApiGateway.before(ApiServer.shared())) {
      both.stage().operateBehind(gateway);
      for (var write : List.of(Write.LICENCE, Write.HANDLE)) {
        plan(both, gateway, write, trouble);
        if (write == Write.LICENCE) {
          both.create();
        } else {
          both.request();
        }
        both.awaitRunning();
        assertThat(gateway.faults().pending()).isZero();
        plan(both, gateway, Write.END, trouble);
        both.finish();
        both.awaitSuccess();
        assertThat(gateway.faults().pending()).isZero();
      }
      both.assertOneStartPerTrigger();
    }
  }

  private static void plan(BothVendors both, ApiGateway gateway, Write write, Trouble trouble) {
    both.each(
        vendor -> {
          var writes = both.statusWrites(vendor);
          gateway.faults().next(write.before, writes, AS_IT_SHOULD_BE);
          gateway.faults().next(trouble.times(write), writes, trouble.fault);
        });
  }

  private static void slow() {
    try (var both = BothVendors.open();
        var gateway = ApiGateway.before(ApiServer.shared())) {
      gateway.faults().always(Match.any(), new Fault.Latency(Duration.ofSeconds(2)));
      both.create();
      both.stage().operateBehind(gateway);
      both.awaitRunning();
      both.finish();
      both.awaitSuccess();
      both.assertOneStartPerTrigger();
    }
  }
}
