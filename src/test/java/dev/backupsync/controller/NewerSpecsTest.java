package dev.backupsync.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.backupsync.api.v1alpha1.AzureConnection;
import dev.backupsync.api.v1alpha1.BackupInstanceSync;
import dev.backupsync.api.v1alpha1.RepositorySync;
import dev.backupsync.api.v1alpha1.SpecErrors;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.api.v1alpha1.UnreadFields;
import dev.backupsync.api.v1alpha1.VeeamConnection;
import dev.backupsync.cluster.Schemas;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every field of every spec, with what only a newer CRD lets pass. */
class NewerSpecsTest {
  private static final JsonMapper JSON = new JsonMapper();

  private final KubernetesSerialization kubernetes = new KubernetesSerialization();

  static Stream<Schemas.Field> enums() {
    return Schemas.enums();
  }

  static Stream<Schemas.Field> fields() {
    return Schemas.fields();
  }

  @Test
  void thereAreSuchFieldsInEveryKind() {
    assertThat(Schemas.enums().map(Schemas.Field::kind).distinct()).hasSize(4);
  }

  @ParameterizedTest
  @MethodSource("enums")
  void aNewerWordIsToldWithItsFieldAndIsKept(Schemas.Field field) {
    var spec = field.spec(JSON.getNodeFactory().textNode("Newer"));
    var object = read(field.kind(), spec);

    assertThat(invalid(object).orElseThrow().message()).contains(field.told() + ": 'Newer'");
    assertThat(copy(object)).as("as frameworks copy it").isEqualTo(object);
    assertThat(specOf(object).path(field.path().getFirst()))
        .isEqualTo(spec.path(field.path().getFirst()));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void nothingThatStandsInAFieldThrows(Schemas.Field field) throws Exception {
    for (var nonsense :
        Stream.of(
                "{}",
                "[]",
                "[null]",
                "3000000000",
                "1e400",
                "-1",
                "true",
                "\"\"",
                "null",
                "{\"a\": [{\"b\": [1]}]}",
                "[[[\"x\"]]]")
            .toList()) {
      var object = read(field.kind(), field.spec(JSON.readTree(nonsense)));

      assertThat(unread(copy(object)).raw()).isEqualTo(unread(object).raw());
      assertThat(invalid(object).map(SyncError::message).orElse("")).doesNotContain("Exception");
    }
  }

  @Test
  void aSpecThatIsNoneIsToldToo() throws Exception {
    for (var kind : Schemas.crds().map(crd -> crd.getSpec().getNames().getKind()).toList()) {
      assertThat(invalid(read(kind, JSON.readTree("[1]")))).isPresent();
      assertThat(invalid(read(kind, JSON.readTree("\"x\"")))).isPresent();
    }
  }

  @Test
  void theOtherFieldsAreReadAllTheSame() throws Exception {
    var spec = JSON.readTree("{\"suspend\": true, \"runPolicy\": \"Newer\"}");
    var sync = (RepositorySync) read("RepositorySync", spec);

    assertThat(sync.getSpec().options().suspended()).isTrue();
    assertThat(sync.getSpec().unread().has("runPolicy")).isTrue();
  }

  private HasMetadata read(String kind, JsonNode spec) {
    var object = JSON.createObjectNode().put("apiVersion", "backupsync.dev/v1alpha1");
    object.put("kind", kind).putObject("metadata").put("namespace", "n").put("name", "x");
    object.set("spec", spec);
    return kubernetes.unmarshal(object.toString(), type(kind));
  }

  private HasMetadata copy(HasMetadata object) {
    return kubernetes.clone(object);
  }

  private JsonNode specOf(HasMetadata object) {
    return kubernetes.convertValue(object, JsonNode.class).path("spec");
  }

  private static Class<? extends HasMetadata> type(String kind) {
    return Stream.of(
            RepositorySync.class,
            BackupInstanceSync.class,
            VeeamConnection.class,
            AzureConnection.class)
        .filter(type -> type.getSimpleName().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private static Optional<SyncError> invalid(HasMetadata object) {
    return switch (object) {
      case RepositorySync sync -> SpecReading.invalid(sync);
      case BackupInstanceSync sync -> SpecReading.invalid(sync);
      case VeeamConnection connection -> told(connection.getSpec().unread());
      case AzureConnection connection -> told(connection.getSpec().unread());
      default -> throw new IllegalArgumentException(object.getKind());
    };
  }

  private static UnreadFields unread(HasMetadata object) {
    return switch (object) {
      case RepositorySync sync -> sync.getSpec().unread();
      case BackupInstanceSync sync -> sync.getSpec().unread();
      case VeeamConnection connection -> connection.getSpec().unread();
      case AzureConnection connection -> connection.getSpec().unread();
      default -> throw new IllegalArgumentException(object.getKind());
    };
  }

  private static Optional<SyncError> told(UnreadFields unread) {
    var errors = new SpecErrors();
    errors.rejectAll(unread);
    return errors.toError();
  }
}
