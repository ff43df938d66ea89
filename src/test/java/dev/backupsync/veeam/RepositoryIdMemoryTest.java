package dev.backupsync.veeam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.simulator.HandClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RepositoryIdMemoryTest {
  private final HandClock clock = new HandClock();
  private final RepositoryIdMemory located = new RepositoryIdMemory(clock);

  @Test
  void aNameIsRememberedForOneStart() {
    located.put(named("Mail"), "id-1");

    assertThat(located.take(named("Mail"))).contains("id-1");
    assertThat(located.take(named("Mail"))).isEmpty();
  }

  @Test
  void whatNoStartFollowsIsForgotten() {
    for (int i = 0; i < 1000; i++) {
      located.put(named("R" + i), "id-" + i);
      clock.advance(Duration.ofSeconds(1));
    }

    assertThat(located.size()).isEqualTo((int) RepositoryIdMemory.LIFE.toSeconds());
    clock.advance(RepositoryIdMemory.LIFE);
    assertThat(located.take(named("R999"))).isEmpty();
    assertThat(located.size()).isZero();
  }

  @Test
  void anIdNeedsNoMemory() {
    located.put(Links.run("08d2e6c0-89d5-49bf-8a9b-873f5064d9be").target(), "id");

    assertThat(located.size()).isZero();
  }

  private static Target named(String name) {
    return Links.named(name).target();
  }
}
