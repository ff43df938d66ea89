package dev.backupsync.veeam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.VeeamApiVersion;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.Match;
import dev.backupsync.simulator.VeeamRepository;
import dev.backupsync.simulator.VeeamServer;
import dev.backupsync.vendor.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the table of every fault at every call does not see, because it strikes one at a time. */
class VendorTroubleTest {
  private static final String LIST = "/v8/RepositorySynchronizeSessions";
  private static final String START = "/v8/BackupRepositories/[^/]+/Sync";

  private final VeeamServer server = VeeamServer.started();
  private final VeeamRepository mail = server.addRepository("Mail");
  private final Links links = new Links();
  private final VeeamClient link = links.open(server, VeeamApiVersion.V8);

  @AfterEach
  void close() {
    link.close();
    server.close();
  }

  @Test
  void aServerErrorWithAListThatFailsTooLeavesTheStartInDoubt() {
    server.faults().always(Match.post(START), Fault.status(500));
    server.faults().always(Match.get(LIST), Fault.retryAfter(429, Duration.ofSeconds(17)));

    assertThat(link.backend().start(Links.run(id()), () -> true))
        .isInstanceOf(Outcome.Unknown.class);
  }

  @Test
  void withoutALogInNothingIsSent() {
    server.tokens().user(VeeamServer.USER, "changed");

    var deferred = (Outcome.Deferred) link.backend().start(Links.run(id()), () -> true);

    assertThat(deferred.reason()).isEqualTo(Reason.CONNECTION_NOT_READY);
    assertThat(links.operations()).containsExactly("token");
  }

  private String id() {
    return mail.id().toString();
  }
}
