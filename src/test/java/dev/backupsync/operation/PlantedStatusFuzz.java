package dev.backupsync.operation;

import static dev.backupsync.hostile.Told.holds;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.backupsync.api.v1alpha1.StatusBudget;
import dev.backupsync.api.v1alpha1.StoreJson;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.hostile.Told;
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
      var status = Plausible.status(written, target -> target.repository() != null, now);
      holds(
          status.equals(Plausible.status(status, target -> target.repository() != null, now)),
          "read again it is the same");
      var step = SyncMachine.decide(scene.status(status).observed());
      Told.word(Optional.ofNullable(step.status().message()), 1024);
      Told.word(Optional.ofNullable(step.status().error()), 1024);
      holds(
          StoreJson.bytes(Memory.write(step.status().withConditions(null))) < StatusBudget.WHOLE,
          "a small status");
      holds(step.wake().filter(wake -> wake.isNegative()).isEmpty(), "no way back in time");
      holds(step.status().pastRuns().size() <= 10, "a short memory");
    }
  }
}
