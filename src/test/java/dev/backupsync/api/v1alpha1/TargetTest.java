package dev.backupsync.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({"x, true", "磁, true", "😀, true", "<, false"})
  void statusHasRoomForAnyNameThatIsNotAllMarkup(String letter, boolean fits) {
    var connection = new ConnectionRef("backup", "vb365");
    var repository = new RepositoryRef(null, letter.repeat(256));
    var instance =
        new BackupInstanceRef(
            "04cf684a-d41f-4550-9f70-7708a3a2283b",
            "group",
            "vault",
            letter.repeat(260),
            SyncType.DEFAULT);

    assertThat(Target.of(connection, repository).fits()).isEqualTo(fits);
    assertThat(Target.of(connection, instance).fits()).isEqualTo(fits);
  }
}
