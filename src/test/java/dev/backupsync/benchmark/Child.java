package dev.backupsync.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A process and what Linux says that it costs. */
final class Child implements AutoCloseable {
  private static final double TICKS_PER_SECOND = 100; // Linux tells every program so
  private static final double KIB_PER_MIB = 1024;
  private static final int LAST_WORDS = 15; // seconds
  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");
  private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB$");

  private final Process process;

  Child(Process process) {
    this.process = process;
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "kill-child"));
  }

  Process process() {
    return process;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  double cpuSeconds() {
    return cpuSeconds(process.pid());
  }

  /** User and system time, of all its threads, from its first moment on. */
  static double cpuSeconds(long pid) {
    var stat = read(pid, "stat");
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  double residentMib() {
    return mib(RESIDENT);
  }

  double peakMib() {
    return mib(PEAK);
  }

  private double mib(Pattern line) {
    var found = line.matcher(read(process.pid(), "status"));
    return found.find() ? Integer.parseInt(found.group(1)) / KIB_PER_MIB : Double.NaN;
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGTERM, and SIGKILL where that is not heard. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(LAST_WORDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
