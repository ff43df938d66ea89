package dev.backupsync.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/**
 * A Markdown file of the repository, read by a real parser.
 *
 * @param path from the root of the repository
 */
public record Page(Path path) {
  private static final Path ROOT = Path.of("");
  private static final Set<String> NOT_OURS = Set.of("target", ".git");

  /** Every page of the repository. */
  public static Stream<Page> all() {
    return listed(ROOT).stream()
        .filter(file -> !NOT_OURS.contains(file.toString()))
        .flatMap(file -> below(file).stream())
        .filter(file -> file.toString().endsWith(".md"))
        .sorted()
        .map(Page::new);
  }

  private static List<Path> listed(Path folder) {
    try (var files = Files.list(folder)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> below(Path folder) {
    try (var files = Files.walk(folder)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Page at(String path) {
    return new Page(Path.of(path));
  }

  /** The whole page as it stands in the file. */
  public String text() {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where its links and pictures lead, as written. */
  public List<String> links() {
    var found = new ArrayList<String>();
    document()
        .accept(
            new AbstractVisitor() {
              @Override
              public void visit(Link link) {
                found.add(link.getDestination());
                visitChildren(link);
              }

              @Override
              public void visit(Image image) {
                found.add(image.getDestination());
              }
            });
    return found;
  }

  /** The anchors of its headings, as GitHub makes them. */
  public Set<String> anchors() {
    var seen = new HashMap<String, Integer>();
    var anchors = new LinkedHashSet<String>();
    document()
        .accept(
            new AbstractVisitor() {
              @Override
              public void visit(Heading heading) {
                var anchor = anchor(plain(heading));
                var before = seen.merge(anchor, 1, Integer::sum) - 1;
                anchors.add(before == 0 ? anchor : anchor + "-" + before);
              }
            });
    return anchors;
  }

  private static String anchor(String heading) {
    return heading
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{Nd}\\s_-]", "")
        .replaceAll("\\s", "-");
  }

  private static String plain(Node node) {
    var text = new StringBuilder();
    node.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Text part) {
            text.append(part.getLiteral());
          }

          @Override
          public void visit(Code part) {
            text.append(part.getLiteral());
          }
        });
    return text.toString();
  }

  /** Its fenced blocks in a language, from top to bottom. */
  public List<String> blocks(String language) {
    var found = new ArrayList<String>();
    document()
        .accept(
            new AbstractVisitor() {
              @Override
              public void visit(FencedCodeBlock block) {
                if (language.equals(block.getInfo())) {
                  found.add(block.getLiteral());
                }
              }
            });
    return found;
  }

  private Node document() {
    return Parser.builder().build().parse(text());
  }

  /** The part under a heading, up to the next heading of any level. */
  public String section(String heading) {
    return text().split("(?m)^#+ " + heading + "$", 2)[1].split("(?m)^#", 2)[0];
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
