package dev.backupsync.statemachine;

import static dev.backupsync.hostile.TextAssertions.holds;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.backupsync.api.v1alpha1.StatusBudget;
import dev.backupsync.api.v1alpha1.StoreJson;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.hostile.TextAssertions;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Whatever stands in a status, the machine decides on it, and what it decides is plausible. */
class PlantedStatusFuzz {
  private static final KubernetesSerialization JSON = new KubernetesSerialization();
  private static final Scene[] SCENES = {
    Scene.fresh(), Scene.fresh().requested("b"), Scene.fresh().cancelRequested("c"),
    Scene.fresh().ifNeeded(), Scene.fresh().daily("00:00"), Scene.fresh().invalid(),
    Scene.fresh().suspended(true)
  };

  @FuzzTest
  void everyStatusIsDecidedOn(byte[] input) {
    read(new String(input, StandardCharsets.UTF_8)).ifPresent(PlantedStatusFuzz::judge);
  }

  private static Optional<SyncStatus> read(String text) {
    try {
      return Optional.ofNullable(
          JSON.convertValue(JSON.unmarshal(text, Object.class), SyncStatus.class));
    } catch (RuntimeException _) {
      return Optional.empty(); // no server sends what is no JSON
    }
  }

  private static void judge(SyncStatus written) {
    for (var scene : SCENES) {
      var now = scene.observed().now();
      var status = StatusSanitizer.status(written, target -> target.repository() != null, now);
      holds(
          status.equals(StatusSanitizer.status(status, target -> target.repository() != null, now)),
          "read again it is the same");
      var decision = SyncMachine.decide(scene.status(status).observed());
      TextAssertions.word(Optional.ofNullable(decision.status().message()), 1024);
      TextAssertions.word(Optional.ofNullable(decision.status().error()), 1024);
      holds(
          StoreJson.bytes(StoredStatuses.write(decision.status().withConditions(null)))
              < StatusBudget.WHOLE,
          "a small status");
      holds(decision.wake().filter(wake -> wake.isNegative()).isEmpty(), "no way back in time");
      holds(decision.status().pastRuns().size() <= 10, "a short memory");
    }
  }
}
