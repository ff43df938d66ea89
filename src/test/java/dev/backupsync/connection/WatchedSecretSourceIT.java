package dev.backupsync.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

@OnApiServer
class WatchedSecretSourceIT {
  private static final int USERS = 6;
  private static final int TIMES = 5;
  private static final int ROUNDS = 12;

  @AutoClose private final Stage stage = Stage.open();
  @AutoClose private final WatchedSecretSource materials = new WatchedSecretSource(stage.client());
  private final ConnectionKey user = new ConnectionKey(stage.namespace(), "vb365");
  private final List<ConnectionKey> told = new CopyOnWriteArrayList<>();

  /** As where a hash in its name changes with every change of its content. */
  @Test
  void whatIsReferredToNoMoreIsWatchedNoMore() {
    write("before", "1");
    write("after", "1");
    assertThat(password("before")).contains("1");
    assertThat(password("after")).contains("1");
    materials.onChange(told::add);

    write("before", "2");
    write("after", "2");

    Stage.awaitUntil(() -> !told.isEmpty());
    assertThat(password("after")).contains("2");
    assertThat(told).containsExactly(user);
  }

  /**
   * Many connections come and go with one Secret that they share, all at once; whoever stays in the
   * end has a watch that lives, and there is no other one.
   */
  @Test
  void whoComesAsAnotherOneGoesHasAWatchThatLives() throws Exception {
    write("shared", "0");
    var users = IntStream.range(0, USERS).mapToObj(i -> user("user-" + i)).toList();
    materials.onChange(told::add);
    for (var round = 1; round <= ROUNDS; round++) {
      var stays = users.get(round % USERS);
      comeAndGo(users, stays);

      assertThat(materials.watches()).as("round %d", round).hasSize(1);
      assertThat(materials.watches()).allMatch(WatchState::running);
      told.clear();
      write("shared", "" + round);
      Stage.awaitUntil(() -> told.contains(stays));
      assertThat(told).as("round %d", round).containsOnly(stays);
      assertThat(password(stays, "shared")).contains("" + round);
    }
    users.forEach(materials::release);
    assertThat(materials.watches()).isEmpty();
  }

  /** Each on a thread of its own; one of them reads last of all that it does. */
  private void comeAndGo(List<ConnectionKey> users, ConnectionKey stays) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Future<?>>();
      for (var each : users) {
        all.add(
            threads.submit(
                () -> {
                  for (var i = 0; i < TIMES; i++) {
                    assertThat(password(each, "shared")).isPresent();
                    materials.release(each);
                  }
                  if (each.equals(stays)) {
                    assertThat(password(each, "shared")).isPresent();
                  }
                }));
      }
      for (var one : all) {
        one.get();
      }
    }
  }

  private ConnectionKey user(String name) {
    return new ConnectionKey(stage.namespace(), name);
  }

  private Optional<String> password(String secret) {
    return password(user, secret);
  }

  private Optional<String> password(ConnectionKey of, String secret) {
    return materials
        .read(of, given -> given.secret(secret))
        .map(data -> new String(data.get("password"), StandardCharsets.UTF_8));
  }

  private void write(String name, String password) {
    stage.secret(name, Map.of("password", password));
  }
}
