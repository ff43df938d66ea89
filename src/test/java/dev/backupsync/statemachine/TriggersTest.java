package dev.backupsync.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.BackupInstanceRef;
import dev.backupsync.api.v1alpha1.SyncType;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.api.v1alpha1.Trigger;
import dev.backupsync.api.v1alpha1.TriggerType;
import dev.backupsync.vendor.Outcome;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriggersTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # situation                            | given        | before    | handled | trigger
          the first time                         | NOTHING      | NEW       | -       | CREATED
          the first time with a request          | REQUEST      | NEW       | -       | CREATED
          still the first time                   | NOTHING      | QUEUED    | -       | CREATED
          ended                                  | NOTHING      | SUCCEEDED | -       | -
          failed for good                        | NOTHING      | FAILED    | -       | -
          cancelled                              | CANCEL       | CANCELLED | -       | -
          in flight                              | NOTHING      | RUNNING   | -       | -
          a new request                          | REQUEST      | SUCCEEDED | a       | REQUESTED
          a request that was served              | REQUEST      | SUCCEEDED | b       | -
          a request that was taken back          | NOTHING      | SUCCEEDED | b       | -
          another target                         | OTHER_TARGET | SUCCEEDED | -       | TARGET_CHANGED
          another target after a failure         | OTHER_TARGET | FAILED    | -       | TARGET_CHANGED
          no target, for the spec is invalid     | INVALID_SPEC | SUCCEEDED | -       | -
          need is found by looking, not asked for | CHECK_DUE   | SUCCEEDED | -       | -
          a slot                                 | SLOT_DUE     | SUCCEEDED | -       | SCHEDULED
          a slot after a failure                 | SLOT_DUE     | FAILED    | -       | SCHEDULED
          several slots                          | SLOTS_DUE    | SUCCEEDED | -       | SCHEDULED
          a slot that was served                 | SLOT_SERVED  | SUCCEEDED | -       | -
          a slot to come                         | SLOT_NOT_YET | SUCCEEDED | -       | -
          a slot past its starting deadline      | SLOT_TOO_LATE | SUCCEEDED | -      | -
          a slot of the past of a new schedule   | NEW_SCHEDULE | SUCCEEDED | -       | -
          the first time with a slot             | SLOT_DUE     | NEW       | -       | CREATED
          a request and a slot                   | REQUEST_AND_SLOT | SUCCEEDED | -   | REQUESTED
          another target and a slot              | TARGET_AND_SLOT  | SUCCEEDED | -   | TARGET_CHANGED
          """)
  void whatAsksForARun(
      String situation,
      InputVariant given,
      SampleStatus before,
      @Nullable String handled,
      @Nullable TriggerType trigger) {
    var status = before.status.withLastHandledRequest(handled);
    var scene = given.in(Scene.of(status));

    assertThat(Triggers.due(scene.desired(), scene.status(), scene.now()).map(Trigger::type))
        .isEqualTo(Optional.ofNullable(trigger));
  }

  @Test
  void aRequestCarriesItsValue() {
    var scene = SampleStatus.SUCCEEDED.scene().requested("2026-01-01");

    assertThat(Triggers.due(scene.desired(), scene.status(), scene.now()))
        .contains(new Trigger(TriggerType.REQUESTED, "2026-01-01"));
  }

  @Test
  void aSlotIsTheTokenOfItsRun() {
    var scene = InputVariant.SLOTS_DUE.in(SampleStatus.SUCCEEDED.scene());

    assertThat(Triggers.due(scene.desired(), scene.status(), scene.now()))
        .contains(new Trigger(TriggerType.SCHEDULED, "2026-01-01T00:00:00Z"));
  }

  @Test
  void aRequestAndAnotherTargetAreServedByOneRun() {
    var scene = SampleStatus.SUCCEEDED.scene().requested("b").target(Scene.FILES);
    var begun = scene.saved(scene.decide());
    var start = new VendorCall.Start(begun.status().run(), Optional.empty());
    var ended = begun.saved(begun.decide(start, done()));

    assertThat(Triggers.due(scene.desired(), ended.status(), scene.now())).isEmpty();
  }

  @Test
  void aChangeOfCaseAloneIsNoOtherTarget() {
    var pinned = instance("04CF684A-d41f-4550-9f70-7708a3a2283b", "testRG-Ä", "Vault", "TestBI");
    var spec = instance("04cf684a-D41F-4550-9f70-7708a3a2283b", "TESTrg-ä", "vault", "testbi");
    var run = SampleStatus.SUCCEEDED.status.run().withTarget(pinned);
    var scene = Scene.of(SampleStatus.SUCCEEDED.status.withRun(run)).target(spec);

    assertThat(Triggers.due(scene.desired(), scene.status(), scene.now())).isEmpty();
    assertThat(Triggers.due(scene.target(Scene.MAIL).desired(), scene.status(), scene.now()))
        .contains(Trigger.of(TriggerType.TARGET_CHANGED));
  }

  private static Target instance(String... names) {
    return Target.of(
        Scene.VB365,
        new BackupInstanceRef(names[0], names[1], names[2], names[3], SyncType.FORCE_RESYNC));
  }

  private static Outcome done() {
    return Answer.SUCCEEDED.outcome;
  }
}
