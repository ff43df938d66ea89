package dev.backupsync.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.cluster.ApiServer;
import dev.backupsync.cluster.OnApiServer;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@OnApiServer
class ExamplesIT {
  private static final String NAMESPACE =
      "examples-" + UUID.randomUUID().toString().substring(0, 8);

  static Stream<Path> files() throws IOException {
    try (var files = Files.list(Example.FOLDER)) {
      return files.filter(Files::isRegularFile).sorted().toList().stream();
    }
  }

  @BeforeAll
  static void makeTheNamespace() {
    var namespace =
        new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build();
    ApiServer.shared().client().namespaces().resource(namespace).create();
  }

  @ParameterizedTest
  @MethodSource("files")
  void isAcceptedByTheApiServer(Path file) {
    var kubectl = ApiServer.shared().kubectl();

    var applied = kubectl.run("-n", NAMESPACE, "apply", "--validate=true", "-f", file.toString());

    assertThat(applied.exitCode()).as(applied.output()).isZero();
    var again = kubectl.run("-n", NAMESPACE, "apply", "-f", file.toString());
    assertThat(again.output().lines())
        .filteredOn(line -> line.contains(".backupsync.dev/"))
        .allMatch(line -> line.endsWith(" unchanged"));
  }

  @Test
  void endsAsIntendedOnARealApiServer() {
    var api = ApiServer.shared();
    var seen = new ByteArrayOutputStream();

    var code =
        Demo.run(
            new PrintStream(seen, true, StandardCharsets.UTF_8),
            false,
            "--kubeconfig=" + api.kubeconfig(),
            "--namespace=" + NAMESPACE + "-demo");

    assertThat(code).as(seen.toString(StandardCharsets.UTF_8)).isZero();
    var namespace = api.client().namespaces().withName(NAMESPACE + "-demo").get();
    assertThat(namespace.getMetadata().getDeletionTimestamp()).isNotNull();
  }
}
