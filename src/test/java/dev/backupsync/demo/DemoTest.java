package dev.backupsync.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
  private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

  private int demo(String... arguments) {
    return Demo.run(new PrintStream(seen, true, StandardCharsets.UTF_8), false, arguments);
  }

  private String output() {
    return seen.toString(StandardCharsets.UTF_8);
  }

  @Test
  void showsEverySyncOfTheExamplesEndAsIntended() throws IOException {
    var code = demo();

    assertThat(code).as(output()).isZero();
    for (var example : Example.load(Example.FOLDER)) {
      if (example.isSync()) {
        assertThat(output().lines())
            .as("last line of " + example.name())
            .filteredOn(line -> line.contains(" " + example.name() + " "))
            .last()
            .asString()
            .contains(Row.word(example.intended()));
      }
    }
    assertThat(output()).contains("typo failed, as it should", "what to do: ");
  }

  @Test
  void failsWhereASyncDoesNotEndAsItsExampleIntends(@TempDir Path folder) throws IOException {
    var complete = "veeam-repository.yaml";
    Files.copy(Example.FOLDER.resolve(complete), folder.resolve(complete));
    Files.writeString(
        folder.resolve("surprise.yaml"),
        """
        apiVersion: backupsync.dev/v1alpha1
        kind: RepositorySync
        metadata:
          name: surprise
          annotations: {demo.backupsync.dev/first-attempt: Failed}
        spec:
          connectionRef: {name: vb365}
          repository: {name: Tapes}
          retry: {limit: 0}
        """);

    var code = demo("--examples=" + folder);

    assertThat(code).as(output()).isEqualTo(1);
    assertThat(output()).contains("surprise ended as Failed instead of Succeeded");
  }

  @Test
  void saysInALineWhyItCannotRun(@TempDir Path folder) {
    assertThat(demo("--kubeconfig=" + folder.resolve("none"))).isEqualTo(1);
    assertThat(output().lines()).singleElement().asString().startsWith("The demo could not run: ");
  }

  @Test
  void explainsItself() {
    assertThat(demo("--help")).isZero();
    assertThat(output()).contains("--kubeconfig", "-Ddemo.args=");
  }
}
