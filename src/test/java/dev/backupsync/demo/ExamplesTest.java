package dev.backupsync.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backupsync.api.v1alpha1.AzureConnection;
import dev.backupsync.api.v1alpha1.BackupInstanceSync;
import dev.backupsync.api.v1alpha1.RepositorySync;
import dev.backupsync.api.v1alpha1.VeeamConnection;
import dev.backupsync.azure.auth.Assertion;
import dev.backupsync.connection.AmbientCredentials;
import dev.backupsync.connection.AzureConnectionReader;
import dev.backupsync.connection.ClientConfig;
import dev.backupsync.connection.Egress;
import dev.backupsync.connection.HostGlobs;
import dev.backupsync.connection.SecretSource;
import dev.backupsync.connection.ServiceAccountTokenSource;
import dev.backupsync.connection.VeeamConnectionReader;
import dev.backupsync.controller.SpecReading;
import dev.backupsync.simulator.Certificates;
import dev.backupsync.statemachine.TestClocks;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  static Stream<Path> files() throws IOException {
    try (var files = Files.list(Example.FOLDER)) {
      return files.filter(Files::isRegularFile).sorted().toList().stream();
    }
  }

  static Stream<Example> examples() throws IOException {
    return Example.load(Example.FOLDER).stream();
  }

  @ParameterizedTest
  @MethodSource("files")
  void beginsWithWhenToUseIt(Path file) throws IOException {
    assertThat(file.toString()).endsWith(".yaml");
    assertThat(Files.readString(file)).startsWith("# ").contains("# When to use it: ");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void hasNoFieldThatWeDoNotKnow(Example example) {
    assertThat(understood(example)).isEqualTo(example.manifest());
  }

  @Test
  void aFieldThatWeDoNotKnowIsNoticed(@TempDir Path folder) throws IOException {
    var text = Files.readString(Example.FOLDER.resolve("veeam-heal-when-out-of-sync.yaml"));
    var file = Files.writeString(folder.resolve("x.yaml"), text.replace("checkInterval", "check"));

    assertThat(Example.read(file))
        .allSatisfy(wrong -> assertThat(understood(wrong)).isNotEqualTo(wrong.manifest()));
  }

  /** What is left of an example after it was read into our types and written again. */
  private static ObjectNode understood(Example example) {
    var again = SERIALIZATION.convertValue(example.toResource(), ObjectNode.class);
    again.remove("status");
    return again;
  }

  @ParameterizedTest
  @MethodSource("examples")
  void leavesTheNamespaceToItsUser(Example example) {
    assertThat(example.manifest().at("/metadata/namespace").isMissingNode()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isValidAsTheOperatorReadsIt(Example example) throws IOException {
    var materials = new FromExamples(Example.load(Example.FOLDER));
    var resource = example.toResource();
    resource.getMetadata().setNamespace("backup"); // its user's
    switch (resource) {
      case RepositorySync sync -> assertThat(SpecReading.invalid(sync)).isEmpty();
      case BackupInstanceSync sync -> assertThat(SpecReading.invalid(sync)).isEmpty();
      case VeeamConnection connection ->
          assertThat(
                  new VeeamConnectionReader(
                          TestClocks.movedBy(InstantSource.system()), Egress.ANYWHERE)
                      .read(connection, materials))
              .isInstanceOf(ClientConfig.Usable.class);
      case AzureConnection connection ->
          assertThat(
                  new AzureConnectionReader(
                          Map.of(),
                          new WithoutTokens(),
                          new AmbientCredentials(Set.of("backup"), HostGlobs.NONE),
                          Egress.ANYWHERE)
                      .read(connection, materials))
              .isInstanceOf(ClientConfig.Usable.class);
      case Secret secret -> assertThat(secret.getAdditionalProperties()).isEmpty();
      case ConfigMap map -> assertThat(map.getAdditionalProperties()).isEmpty();
      case ServiceAccount account -> assertThat(account.getAdditionalProperties()).isEmpty();
      default -> fail("No reading of " + example.kind());
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void goesThroughAConnectionThatAnExampleDefines(Example example) throws IOException {
    if (example.isSync()) {
      var ref = example.manifest().at("/spec/connectionRef/name").asText();
      assertThat(examples().filter(one -> !one.isSync()).map(Example::name)).contains(ref);
    }
  }

  private record WithoutTokens() implements ServiceAccountTokenSource {
    @Override
    public Assertion token(String namespace, String serviceAccount) {
      throw new IllegalStateException("Nobody is to be asked");
    }
  }

  /** The Secrets and ConfigMaps of the folder. */
  private record FromExamples(List<Example> all) implements SecretSource {
    @Override
    public Optional<Map<String, byte[]>> secret(String name) {
      return texts("Secret", name, "stringData");
    }

    @Override
    public Optional<Map<String, byte[]>> configMap(String name) {
      return texts("ConfigMap", name, "data");
    }

    @Override
    public String secretVersion() {
      return "";
    }

    private Optional<Map<String, byte[]>> texts(String kind, String name, String field) {
      return all.stream()
          .filter(one -> one.kind().equals(kind) && one.name().equals(name))
          .map(one -> one.manifest().path(field))
          .map(FromExamples::texts)
          .findFirst();
    }

    /** Their user puts a certificate where the example asks for one. */
    private static byte[] filledIn(String text) {
      var value = text.contains("BEGIN CERTIFICATE") ? Certificates.shared().caPem() : text;
      return value.getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, byte[]> texts(JsonNode data) {
      return data.properties().stream()
          .collect(
              Collectors.toMap(Map.Entry::getKey, entry -> filledIn(entry.getValue().asText())));
    }
  }
}
