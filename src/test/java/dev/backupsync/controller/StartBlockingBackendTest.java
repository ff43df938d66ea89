package dev.backupsync.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.ConnectionRef;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.RepositoryRef;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.api.v1alpha1.Trigger;
import dev.backupsync.api.v1alpha1.TriggerType;
import dev.backupsync.vendor.Outcome;
import dev.backupsync.vendor.StartPermit;
import dev.backupsync.vendor.SyncBackend;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class StartBlockingBackendTest {
  private final List<String> asked = new ArrayList<>();

  @Test
  void everythingIsAskedButAStartAsLongAsThatIsBlocked() {
    var run =
        Run.begin(
            "run",
            Target.of(new ConnectionRef("backup", "vb365"), new RepositoryRef(null, "Mail")),
            new Trigger(TriggerType.CREATED, "1"),
            Instant.EPOCH);
    var refusal =
        new Outcome.Deferred(
            Reason.START_REFUSED, SyncError.of("Blocked", "Not now"), Optional.empty());
    var block = new AtomicReference<>(Optional.of(refusal));
    var backend = new StartBlockingBackend(new Recording(), block::get);

    backend.locate(run);
    backend.check(run);
    backend.poll(run);
    backend.cancel(run);
    assertThat(backend.start(run, () -> true)).isEqualTo(refusal);
    assertThat(asked).containsExactly("locate", "check", "poll", "cancel");

    block.set(Optional.empty());
    assertThat(backend.start(run, () -> true)).isEqualTo(new Outcome.Cancelled());
    assertThat(asked).last().isEqualTo("start");
  }

  private final class Recording implements SyncBackend {
    private Outcome record(String question) {
      asked.add(question);
      return new Outcome.Cancelled();
    }

    @Override
    public Outcome locate(Run run) {
      return record("locate");
    }

    @Override
    public Outcome check(Run run) {
      return record("check");
    }

    @Override
    public Outcome start(Run run, StartPermit permit) {
      return record("start");
    }

    @Override
    public Outcome poll(Run run) {
      return record("poll");
    }

    @Override
    public Outcome cancel(Run run) {
      return record("cancel");
    }
  }
}
