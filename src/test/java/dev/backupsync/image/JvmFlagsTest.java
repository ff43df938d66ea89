package dev.backupsync.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JvmFlagsTest {
  @TempDir Path folder;

  @Test
  void sayInAFlagsFileWhatTheArgumentsSay() throws IOException {
    assertThat(JvmFlags.of(arguments("# why\n-XX:+UseSerialGC\n-Xms16m\n\n-Xmx160m\n")))
        .containsExactly(
            "+UseSerialGC", "MinHeapSize=16m", "InitialHeapSize=16m", "MaxHeapSize=160m");
  }

  @Test
  void refuseWhatNoFlagsFileCanSay() throws IOException {
    var arguments = arguments("-Dsome.property=true\n");

    assertThatThrownBy(() -> JvmFlags.of(arguments)).hasMessageContaining("-Dsome.property=true");
  }

  private Path arguments(String text) throws IOException {
    return Files.writeString(folder.resolve("operator.args"), text);
  }
}
