package dev.backupsync.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.ConnectionRef;
import dev.backupsync.api.v1alpha1.RepositoryRef;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.api.v1alpha1.Trigger;
import dev.backupsync.api.v1alpha1.TriggerType;
import dev.backupsync.vendor.Outcome;
import dev.backupsync.vendor.StartPermit;
import dev.backupsync.vendor.SyncBackend;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StopOnlyTest {
  private final List<String> asked = new ArrayList<>();

  @Test
  void everythingIsAskedButAStart() {
    var run =
        Run.begin(
            "run",
            Target.of(new ConnectionRef("backup", "vb365"), new RepositoryRef(null, "Mail")),
            new Trigger(TriggerType.CREATED, "1"),
            Instant.EPOCH);
    var lent = new StopOnly(new Told());

    lent.locate(run);
    lent.poll(run);
    lent.cancel(run);
    assertThat(lent.start(run, () -> true)).isInstanceOf(Outcome.Deferred.class);

    assertThat(asked).containsExactly("locate", "poll", "cancel");
  }

  private final class Told implements SyncBackend {
    private Outcome told(String question) {
      asked.add(question);
      return new Outcome.Cancelled();
    }

    @Override
    public Outcome locate(Run run) {
      return told("locate");
    }

    @Override
    public Outcome start(Run run, StartPermit permit) {
      return told("start");
    }

    @Override
    public Outcome poll(Run run) {
      return told("poll");
    }

    @Override
    public Outcome cancel(Run run) {
      return told("cancel");
    }
  }
}
