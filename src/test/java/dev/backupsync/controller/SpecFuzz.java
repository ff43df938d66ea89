package dev.backupsync.controller;

import static dev.backupsync.hostile.TextAssertions.holds;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.backupsync.api.v1alpha1.GoDuration;
import dev.backupsync.api.v1alpha1.RepositorySync;
import dev.backupsync.api.v1alpha1.RepositorySyncSpec;
import dev.backupsync.hostile.TextAssertions;
import dev.backupsync.schedule.cron.CronExpression;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Optional;

/** Whatever stands in a spec: its schedule, its durations and its references are read. */
class SpecFuzz {
  private static final KubernetesSerialization JSON = new KubernetesSerialization();
  private static final LocalDateTime TIME = LocalDateTime.of(2026, 3, 29, 2, 30);

  @FuzzTest
  void everySpecIsReadOrRejected(byte[] input) {
    var text = new String(input, StandardCharsets.UTF_8);
    GoDuration.parse(text).ifPresent(duration -> holds(!duration.isNegative(), text));
    if (text.length() <= 256) {
      CronExpression.read(text, _ -> {}).ifPresent(SpecFuzz::judge);
    }
    read(text).ifPresent(SpecFuzz::judge);
  }

  private static void judge(CronExpression cron) {
    cron.after(TIME).ifPresent(next -> holds(next.isAfter(TIME), cron.text()));
    cron.notAfter(TIME).ifPresent(last -> holds(!last.isAfter(TIME), cron.text()));
  }

  private static Optional<RepositorySyncSpec> read(String text) {
    try {
      return Optional.ofNullable(
          JSON.convertValue(JSON.unmarshal(text, Object.class), RepositorySyncSpec.class));
    } catch (RuntimeException _) {
      return Optional.empty(); // the server refuses what the schema does not allow
    }
  }

  private static void judge(RepositorySyncSpec spec) {
    var sync = new RepositorySync();
    sync.setMetadata(new ObjectMetaBuilder().withNamespace("backup").withName("x").build());
    sync.setSpec(spec);
    var desired = new SpecReader<>(RepositorySyncReconciler::target).read(sync);
    holds(
        desired.target().isPresent() != desired.invalid().isPresent(),
        "either a target or an error");
    desired.invalid().ifPresent(TextAssertions::error);
  }
}
