package dev.backupsync.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real API server lets somebody write into a status, and Java cannot read. */
class UnreadableStatusTest {
  private final KubernetesSerialization json = new KubernetesSerialization();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'run': {'id': 'x', 'trigger': {'type': 'Created'}, 'attempt': 3000000000}}",
        "{'lastError': {'code': 'x', 'message': 'x', 'httpStatus': 3000000000}}",
        "{'lastSuccessTime': '2026-01-01T00:00:00x5Z'}",
        "{'lastSuccessTime': '2026-01-01T00:00:00+99:99'}",
        "{'lastSuccessTime': '2026-01-01T00:00:00-23:59'}",
        "{'lastSuccessTime': '9999-12-31T23:59:59.99999999999999999Z'}",
        "{'observedGeneration': 99999999999999999999}",
        "{'state': 'Impossible'}",
        "{'reason': ['Synchronized']}",
        "{'history': {'id': 'x'}}"
      })
  void isAsIfItWereNotThere(String status) {
    assertThat(read("{'message': 'kept', " + status.substring(1)))
        .isEqualTo(SyncStatus.NEW.withObservedGeneration(null).withMessage("kept"));
  }

  @Test
  void isLeftOutOfTheListThatItStandsIn() {
    var status =
        read(
            "{'history': [null, {'id': 'bad', 'attempts': 3000000000}, {'id': 'good'}],"
                + " 'conditions': [null, {'type': 'Ready'}]}");

    assertThat(status.pastRuns()).extracting(RunRecord::id).containsExactly("good");
    assertThat(status.knownConditions()).extracting("type").containsExactly("Ready");
  }

  @Test
  void hidesNoConnectionEither() {
    var status =
        json.unmarshal(
            "{\"url\": \"https://x\", \"lastProbeTime\": \"2026-01-01T00:00:00x5Z\"}",
            ConnectionStatus.class);

    assertThat(status.url()).isEqualTo("https://x");
    assertThat(status.lastProbeTime()).isNull();
  }

  private SyncStatus read(String status) {
    return json.unmarshal(status.replace('\'', '"'), SyncStatus.class);
  }
}
