package dev.backupsync.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The clock of the machine as one process sees it, which can be set while that runs. Time itself
 * goes on for it. Needs Debian's libfaketime, which is loaded before all else.
 */
public final class MachineClock {
  private static final Path LIBRARIES = Path.of("/usr/lib");

  private final Path library;
  private final Path file;
  private Duration ahead = Duration.ZERO;

  private MachineClock(Path library, Path file) {
    this.library = library;
    this.file = file;
  }

  /** Empty where the library is not installed. */
  public static Optional<MachineClock> find() {
    try (var found = Files.find(LIBRARIES, 3, (path, _) -> path.endsWith("libfaketime.so.1"))) {
      var file = Files.createTempFile("clock", ".txt");
      file.toFile().deleteOnExit();
      return found.findFirst().map(library -> new MachineClock(library, file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What makes a process see it. */
  public Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "FAKETIME_TIMESTAMP_FILE", file.toString(),
        "FAKETIME_NO_CACHE", "1",
        "FAKETIME_DONT_FAKE_MONOTONIC", "1",
        "FAKETIME_FORCE_MONOTONIC_FIX", "0"); // else timed waits return at once, and it spins
  }

  /** Sets it, against the true one, at once. */
  public MachineClock set(Duration ahead) {
    try {
      var next = Files.createTempFile(file.toAbsolutePath().getParent(), "clock", ".next");
      Files.writeString(next, "%+d\n".formatted(ahead.toSeconds()));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
      this.ahead = ahead;
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it shows. */
  public Instant now() {
    return Instant.now().plus(ahead);
  }
}
