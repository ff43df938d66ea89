package dev.backupsync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every link within the repository leads to a file that is there, and to a heading in it. */
class LinksTest {
  private static final Path DOCS = Path.of("docs");

  static Stream<Page> pages() {
    return Page.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsSomewhere(Page page) {
    assertThat(page.links().stream().filter(LinksTest::isOurs))
        .allSatisfy(link -> assertLeadsSomewhere(page, link));
  }

  private static boolean isOurs(String link) {
    return !link.matches("(?i)[a-z][a-z0-9+.-]*:.*");
  }

  private static void assertLeadsSomewhere(Page page, String link) {
    var parts = URLDecoder.decode(link, StandardCharsets.UTF_8).split("#", 2);
    var target = parts[0].isEmpty() ? page.path() : target(page, parts[0]);
    assertThat(Files.exists(target)).as("%s, linked from %s", target, page).isTrue();
    if (parts.length == 2) {
      assertThat(new Page(target).anchors()).contains(parts[1]);
    }
  }

  private static Path target(Page page, String link) {
    var folder = page.path().getParent();
    return (folder == null ? Path.of(link) : folder.resolve(link)).normalize();
  }

  @Test
  void everyPageOfTheDocsIsInTheirIndex() {
    var index = Page.at("docs/README.md");
    var listed =
        index.links().stream()
            .filter(LinksTest::isOurs)
            .map(link -> target(index, link.split("#", 2)[0]));

    assertThat(listed)
        .containsAll(
            pages()
                .map(Page::path)
                .filter(path -> path.startsWith(DOCS) && !path.equals(index.path()))
                .filter(path -> !path.startsWith(DOCS.resolve("decisions")))
                .toList());
  }
}
