package dev.backupsync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.RepositorySync;
import org.junit.jupiter.api.Test;

class WithoutManagedFieldsTest {
  private static final String SYNC =
      """
      {
        "apiVersion": "backupsync.dev/v1alpha1",
        "kind": "RepositorySync",
        "metadata": {
          "name": "mail",
          "labels": {"team": "a"},
          "managedFields": [
            {"manager": "kubectl", "operation": "Apply", "fieldsV1": {"f:spec": {"f:suspend": {}}}}
          ],
          "generation": 3
        },
        "spec": {"suspend": true}
      }
      """;

  @Test
  void everythingElseOfAnObjectIsRead() {
    var sync = WithoutManagedFields.serialization().unmarshal(SYNC, RepositorySync.class);

    assertThat(sync.getMetadata().getManagedFields()).isEmpty();
    assertThat(sync.getMetadata().getAdditionalProperties()).isEmpty();
    assertThat(sync.getMetadata().getName()).isEqualTo("mail");
    assertThat(sync.getMetadata().getLabels()).containsEntry("team", "a");
    assertThat(sync.getMetadata().getGeneration()).isEqualTo(3);
    assertThat(sync.getSpec().options().suspended()).isTrue();
  }

  @Test
  void noneAreWritten() {
    var json = WithoutManagedFields.serialization();

    assertThat(json.asJson(json.unmarshal(SYNC, RepositorySync.class)))
        .contains("mail")
        .doesNotContain("managedFields");
  }
}
