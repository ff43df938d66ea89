package dev.backupsync.upgrade;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The release before this one, built from the history of the repository, where a clone has it:
 * {@code -Dupgrade.from=<commit>} takes another one.
 */
final class LastRelease {
  /** Version 0.1.0, of 2026-11-22. */
  private static final String COMMIT = "e4a66bb0bbc8bd95432c8436d161a771b6e181ba";

  private static final Path GIT = Path.of(".git");

  private LastRelease() {}

  /** Empty, which is said, where there is no history; it is built once for each clean build. */
  static Optional<Shipped> built() throws IOException, InterruptedException {
    var commit = System.getProperty("upgrade.from", COMMIT);
    if (!Files.exists(GIT) || !Command.of("git", "cat-file", "-e", commit + "^{commit}").works()) {
      System.err.println(
          "\n*** SKIPPED the upgrade from the last release: this clone has no commit "
              + commit
              + ". Clone the whole history (git fetch --unshallow).\n");
      return Optional.empty();
    }
    var folder = Files.createDirectories(Path.of("target", "upgrade", commit));
    var release = new Shipped(folder);
    if (!Files.exists(release.jar())) {
      build(commit, folder);
    }
    return Optional.of(release);
  }

  private static void build(String commit, Path folder) throws IOException, InterruptedException {
    var archive = folder.resolve("source.tar").toString();
    var sources = List.of("pom.xml", "src/main", "helm", "crds");
    Command.of("git", "archive", "--output=" + archive, commit).and(sources).run();
    Command.of("tar", "-xf", archive, "-C", folder.toString()).run();
    var home = System.getProperty("maven.home");
    var maven = home == null ? "mvn" : Path.of(home, "bin", "mvn").toString();
    var repository =
        Stream.ofNullable(System.getProperty("maven.repo.local"))
            .map(local -> "-Dmaven.repo.local=" + local);
    Command.of(maven, "--batch-mode", "--quiet", "-Dmaven.test.skip", "-Dcyclonedx.skip", "package")
        .and(repository.toList())
        .in(folder)
        .run();
  }

  /** A command of another program. */
  private record Command(List<String> words, Path folder) {
    static Command of(String... words) {
      return new Command(List.of(words), Path.of(""));
    }

    Command and(List<String> more) {
      return new Command(Stream.concat(words.stream(), more.stream()).toList(), folder);
    }

    Command in(Path other) {
      return new Command(words, other);
    }

    boolean works() throws InterruptedException {
      try {
        return start().waitFor() == 0;
      } catch (IOException _) {
        return false; // there is no such program
      }
    }

    void run() throws IOException, InterruptedException {
      var process = start();
      var output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", words) + "\n" + output);
      }
    }

    private Process start() throws IOException {
      return new ProcessBuilder(words)
          .directory(Objects.requireNonNull(folder.toAbsolutePath().toFile()))
          .redirectErrorStream(true)
          .start();
    }
  }
}
