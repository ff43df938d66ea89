package dev.backupsync.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Targets are the same where the vendor takes them for the same. */
class SameTargetTest {
  private static final ConnectionRef CONNECTION = new ConnectionRef("n", "c");

  @ParameterizedTest
  @CsvSource({
    "testRG, testrg, true",
    "ÄRGER-ß, ärger-ß, true",
    "ΣΑΣ, σας, true",
    "磁碟, 磁碟, true",
    "TITLE, title, true",
    "tıtle, title, false",
    "\u212Ailo, kilo, false",
    "ärger, arger, false"
  })
  void armsNamesInAnyCase(String one, String other, boolean same) {
    assertThat(instance(one).sameAs(instance(other))).isEqualTo(same);
    assertThat(instance(one).folded().equals(instance(other).folded())).isEqualTo(same);
  }

  @Test
  void whateverTheLanguageOfTheMachine() {
    var before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.of("tr"));
      assertThat(AnyCase.fold("TITLE")).isEqualTo("title");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void veeamsIdsInAnyCaseItsNamesExactly() {
    assertThat(id("08D2E6C0").sameAs(id("08d2e6c0"))).isTrue();
    assertThat(named("Mail").sameAs(named("mail"))).isFalse();
    assertThat(named("08d2e6c0").sameAs(id("08d2e6c0"))).isFalse();
  }

  @Test
  void anotherTypeOfSyncIsAnotherTarget() {
    var other = new BackupInstanceRef("s", "g", "v", "i", SyncType.FORCE_RESYNC);

    assertThat(instance("g").sameAs(Target.of(CONNECTION, other))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "gruppe-ä(ö).磁碟, true",
    "ВсеКопии_1, true",
    "testrg, true",
    "ends., false",
    "a/b, false",
    "a b, false",
    "a?b, false",
    "..%2f, false"
  })
  void resourceGroupsOfAnyScript(String name, boolean allowed) {
    assertThat(Patterns.matches(Patterns.RESOURCE_GROUP, name)).isEqualTo(allowed);
  }

  private static Target instance(String resourceGroup) {
    return Target.of(
        CONNECTION, new BackupInstanceRef("s", resourceGroup, "v", "i", SyncType.DEFAULT));
  }

  private static Target id(String id) {
    return Target.of(CONNECTION, new RepositoryRef(id, null));
  }

  private static Target named(String name) {
    return Target.of(CONNECTION, new RepositoryRef(null, name));
  }
}
