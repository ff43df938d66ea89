package dev.backupsync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.cluster.ApiServer;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.OperatorProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the jar's JVM is told about memory, by ourselves and by its user. */
@OnApiServer
class IdleMemoryIT {
  @Test
  void aJvmWithoutOptionsGivesBackWhatItDoesNotNeed() throws IOException, InterruptedException {
    assertThat(flags())
        .contains("MinHeapFreeRatio=10")
        .contains("MaxHeapFreeRatio=20")
        .contains("G1PeriodicGCInterval=60000");
  }

  @Test
  void whatTheUserChoseStays() throws IOException, InterruptedException {
    assertThat(flags("-XX:MaxHeapFreeRatio=55")).contains("MaxHeapFreeRatio=55");
  }

  private static String flags(String... options) throws IOException, InterruptedException {
    var bin = Path.of(System.getProperty("java.home"), "bin");
    var command = new ArrayList<>(List.of(bin.resolve("java").toString()));
    command.addAll(List.of(options));
    command.addAll(List.of("-jar", "target/backup-sync-operator.jar", "--http-port=0"));
    var environment = Map.of("KUBECONFIG", ApiServer.shared().kubeconfig().toString());
    try (var operator = OperatorProcess.ofCommand(environment, command.toArray(String[]::new))) {
      operator.awaitReady();
      var jcmd = bin.resolve("jcmd").toString();
      var told =
          new ProcessBuilder(jcmd, Long.toString(operator.pid()), "VM.flags", "-all").start();
      var output = new String(told.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return output.replaceAll(" += ", "=");
    }
  }
}
