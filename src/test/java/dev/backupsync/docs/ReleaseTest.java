package dev.backupsync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Users are told what is new in the version that is built. */
class ReleaseTest {
  private static final Pattern VERSION =
      Pattern.compile(
          "<artifactId>backup-sync-operator</artifactId>\\s*"
              + "<version>(.+?)(?:-SNAPSHOT)?</version>");

  @Test
  void theChangelogHasAnEntryForTheVersion() throws IOException {
    var heading = Pattern.quote("[" + version() + "]") + " - (?:Unreleased|\\d{4}-\\d\\d-\\d\\d)";

    var changelog = Page.at("CHANGELOG.md").text();
    assertThat(changelog).containsPattern("(?m)^## " + heading + "$");
    var section = changelog.split("(?m)^## " + heading + "$", 2)[1].split("(?m)^## ", 2)[0];
    assertThat(section.lines().filter(line -> line.matches("- \\S.*\\S"))).isNotEmpty();
    assertThat(section.lines().filter(line -> line.startsWith("### ")))
        .isSubsetOf(
            "### Added",
            "### Changed",
            "### Deprecated",
            "### Removed",
            "### Fixed",
            "### Security",
            "### Upgrade");
  }

  private static String version() throws IOException {
    var found = VERSION.matcher(Files.readString(Path.of("pom.xml")));
    assertThat(found.find()).isTrue();
    return found.group(1);
  }
}
