package dev.backupsync.scenario.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.cluster.ApiGateway;
import dev.backupsync.cluster.ApiServer;
import dev.backupsync.cluster.BothVendors;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Vendor;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.Match;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Events say what happened, by whom and through which connection. They are an aside: whatever
 * becomes of them, syncs go on.
 */
@OnApiServer
class EventsIT {
  private static final Match EVENTS = Match.post(".*/events");

  private BothVendors both;
  private ApiGateway gateway;

  @BeforeEach
  void open() {
    both = BothVendors.open();
    gateway = ApiGateway.before(ApiServer.shared());
  }

  @AfterEach
  void close() {
    gateway.close();
    both.close();
  }

  /** As behind a webhook that is dead: no event is ever answered. */
  @Test
  void eventsThatHangHoldUpNobody() {
    gateway.faults().always(EVENTS, new Fault.Silence());
    both.stage().operateBehind(gateway);
    both.create();
    for (var request = 0; request < 3; request++) {
      both.awaitRunning();
      both.finish();
      both.awaitSuccess();
      both.request();
    }
    both.awaitRunning();
    both.finish();
    both.awaitSuccess();
    both.each(v -> assertThat(both.stage().events(v.kind())).isEmpty());
    both.assertOneStartPerTrigger();
  }

  @Test
  void eventsThatWereHeldUpAreRecordedInTheirOrder() {
    gateway.faults().always(EVENTS, Fault.status(500));
    both.stage().operateBehind(gateway);
    both.create();
    both.awaitRunning();
    both.finish();
    both.awaitSuccess();
    both.each(v -> assertThat(both.stage().events(v.kind())).isEmpty());

    gateway.faults().clear();

    both.each(v -> Stage.awaitUntil(() -> both.stage().events(v.kind()).size() == 2));
    both.each(
        v -> assertThat(both.stage().events(v.kind())).containsExactly("Started", "Succeeded"));
  }

  @Test
  void anEventOfASyncNamesTheActionTheConnectionAndThePod() {
    both.stage().operate("--pod-name=operator-7c9f");
    both.create();
    both.awaitRunning();
    both.finish();
    both.awaitSuccess();

    both.each(v -> Stage.awaitUntil(() -> both.stage().events(v.kind()).size() == 2));
    both.each(
        v -> {
          var uid = both.stage().get(v.kind(), "sync").getMetadata().getUid();
          assertThat(events(v.kind()))
              .allSatisfy(
                  event -> {
                    assertThat(event.getInvolvedObject().getUid()).isEqualTo(uid);
                    assertThat(event.getRelated().getApiVersion())
                        .isEqualTo("backupsync.dev/v1alpha1");
                    assertThat(event.getRelated().getKind())
                        .isEqualTo(HasMetadata.getKind(v.connectionKind()));
                    assertThat(event.getRelated().getNamespace())
                        .isEqualTo(both.stage().namespace());
                    assertThat(event.getRelated().getName()).isEqualTo(v.connection());
                    assertThat(event.getReportingComponent()).isEqualTo("backup-sync-operator");
                    assertThat(event.getReportingInstance()).isEqualTo("operator-7c9f");
                    assertThat(event.getEventTime().getTime()).endsWith("Z");
                    assertThat(event.getCount()).isOne();
                  })
              .extracting(event -> event.getReason() + " by " + event.getAction())
              .containsExactly("Started by Start", "Succeeded by Synchronize");
        });
  }

  /** A look that finds the same again, also after a restart, adds nothing. */
  @Test
  void aConnectionTellsOnceThatItIsReadyAndThatItIsNotAndWhy() {
    both.stage().operate();
    both.each(v -> awaitEvents(v, "Connected"));

    both.each(v -> v.password(false));
    both.each(v -> awaitEvents(v, "Connected", "CredentialsInvalid"));
    both.stage().stopOperator();
    both.stage().operate();
    both.each(this::lookedAtAgain);
    both.each(v -> awaitEvents(v, "Connected", "CredentialsInvalid"));
    both.each(v -> v.password(true));
    both.each(v -> awaitEvents(v, "Connected", "CredentialsInvalid", "Connected"));

    both.each(
        v ->
            assertThat(events(v.connectionKind()))
                .allSatisfy(event -> assertThat(event.getAction()).isEqualTo("Probe"))
                .extracting(Event::getType)
                .containsExactly("Normal", "Warning", "Normal"));
  }

  private void lookedAtAgain(Vendor vendor) {
    var stage = both.stage();
    stage.patch(
        vendor.connectionKind(), vendor.connection(), "{\"spec\": {\"requestTimeout\": \"6s\"}}");
    Stage.awaitUntil(
        () -> {
          var connection = stage.get(vendor.connectionKind(), vendor.connection());
          return connection
              .getMetadata()
              .getGeneration()
              .equals(connection.getStatus().observedGeneration());
        });
  }

  private void awaitEvents(Vendor vendor, String... reasons) {
    var kind = vendor.connectionKind();
    both.stage().awaitReason(kind, vendor.connection(), reasons[reasons.length - 1]);
    Stage.awaitUntil(() -> events(kind).size() >= reasons.length);
    assertThat(events(kind)).extracting(Event::getReason).containsExactly(reasons);
  }

  private List<Event> events(Class<? extends HasMetadata> kind) {
    return both
        .stage()
        .client()
        .v1()
        .events()
        .inNamespace(both.stage().namespace())
        .list()
        .getItems()
        .stream()
        .filter(event -> event.getInvolvedObject().getKind().equals(HasMetadata.getKind(kind)))
        .sorted(Comparator.comparing(event -> event.getEventTime().getTime()))
        .toList();
  }
}
