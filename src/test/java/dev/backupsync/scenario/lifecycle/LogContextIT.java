package dev.backupsync.scenario.lifecycle;

import static dev.backupsync.api.v1alpha1.SyncState.FAILED;
import static dev.backupsync.api.v1alpha1.SyncState.SYNCHRONIZING;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Vendor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Every line about a sync names the object, its run and its connection. */
@OnApiServer
class LogContextIT {
  private static final Logger EVENTS =
      (Logger) LoggerFactory.getLogger("dev.backupsync.controller.status.Events");

  @AutoClose private final Stage stage = Stage.open();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.setContext(EVENTS.getLoggerContext());
    log.start();
    EVENTS.addAppender(log);
  }

  @AfterEach
  void leave() {
    EVENTS.detachAppender(log);
  }

  @ParameterizedTest
  @EnumSource
  void linesAboutARunNameItsAttemptItsTriggerAndItsConnection(Vendor.Kind kind) {
    var vendor = kind.on(stage);
    vendor.connect();
    stage.operate();
    vendor.sync("retry: {limit: 1, interval: 1s}");
    vendor.await(SYNCHRONIZING);
    vendor.fail("The first attempt");
    stage.await(
        vendor.kind(),
        "sync",
        s -> s.run() != null && s.run().attempt() == 2 && s.state() == SYNCHRONIZING);
    vendor.fail("The second attempt");
    var run = Objects.requireNonNull(vendor.await(FAILED).run());

    var lines = lines("sync");
    assertThat(lines)
        .allSatisfy(
            fields ->
                assertThat(fields)
                    .containsEntry("kind", HasMetadata.getKind(vendor.kind()))
                    .containsEntry("namespace", stage.namespace())
                    .containsEntry("run", run.id())
                    .containsEntry("trigger", "Created")
                    .containsEntry("connection", stage.namespace() + "/" + vendor.connection()))
        .extracting(fields -> fields.get("attempt"))
        .containsExactly("1", "2", "2", "2");
  }

  /** As Azure's support asks for. */
  @Test
  void theLineOfARefusalHasTheCorrelationIdOfTheAnswerAndOthersHaveNone() {
    var vendor = Vendor.Kind.AZURE.on(stage);
    vendor.connect();
    stage.operate();
    vendor.syncUnknown();

    var error = Objects.requireNonNull(vendor.await(FAILED).lastError());
    assertThat(error.correlationId()).isNotBlank();
    assertThat(lines("sync"))
        .extracting(fields -> fields.get("correlationId"))
        .containsExactly(error.correlationId());
  }

  private List<Map<String, String>> lines(String name) {
    return List.copyOf(log.list).stream()
        .map(ILoggingEvent::getMDCPropertyMap)
        .filter(fields -> stage.namespace().equals(fields.get("namespace")))
        .filter(fields -> name.equals(fields.get("name")))
        .toList();
  }
}
