package dev.backupsync.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

@OnApiServer
class WatchedMaterialsIT {
  @AutoClose private final Stage stage = Stage.open();
  @AutoClose private final WatchedMaterials materials = new WatchedMaterials(stage.client());
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

  private Optional<String> password(String secret) {
    return materials
        .read(user, given -> given.secret(secret))
        .map(data -> new String(data.get("password"), StandardCharsets.UTF_8));
  }

  private void write(String name, String password) {
    stage.secret(name, Map.of("password", password));
  }
}
