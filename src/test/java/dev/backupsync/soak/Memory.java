package dev.backupsync.soak;

import dev.backupsync.cluster.OperatorProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is left on the operator's heap after a collection, over each of its lives. */
final class Memory {
  private static final Duration WARM = Duration.ofMinutes(1);
  private static final Duration TELLING = Duration.ofMinutes(5);
  private static final double MEGABYTE = 1 << 20;
  private static final Pattern HEAP =
      Pattern.compile("(?m)^jvm_memory_used_bytes\\{area=\"heap\".*} (\\S+)$");
  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");

  /**
   * One look at a process.
   *
   * @param age of the process
   */
  record Sample(long pid, Duration age, double heapMegabytes, double residentMegabytes) {}

  private final List<Sample> samples = new ArrayList<>();

  /** Looks at a process that is warm; nothing is learned of one that does not answer. */
  synchronized void look(OperatorProcess operator, Duration age) throws InterruptedException {
    if (age.compareTo(WARM) < 0) {
      return;
    }
    try {
      var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
      new ProcessBuilder(jcmd, Long.toString(operator.pid()), "GC.run")
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
      samples.add(new Sample(operator.pid(), age, heap(operator), resident(operator.pid())));
    } catch (IOException _) {
      // it is being killed, or is not ready
    }
  }

  private static double heap(OperatorProcess operator) throws IOException, InterruptedException {
    return HEAP.matcher(operator.get("/metrics"))
        .results()
        .mapToDouble(found -> Double.parseDouble(found.group(1)) / MEGABYTE)
        .sum();
  }

  private static double resident(long pid) throws IOException {
    var found = RESIDENT.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
    return found.find() ? Integer.parseInt(found.group(1)) / 1024.0 : 0;
  }

  /** The samples of the process that lived longest; none where no life was long enough. */
  synchronized List<Sample> longestLife() {
    return samples.stream().collect(Collectors.groupingBy(Sample::pid)).entrySet().stream()
        .max(Map.Entry.comparingByValue(Comparator.comparing(life -> life.getLast().age())))
        .map(Map.Entry::getValue)
        .orElse(List.of());
  }

  synchronized double mostHeap() {
    return samples.stream().mapToDouble(Sample::heapMegabytes).max().orElse(0);
  }

  /** Megabytes of heap per hour, by least squares; empty where the life was too short to tell. */
  static Optional<Double> slope(List<Sample> life) {
    var meanAge = life.stream().mapToDouble(Memory::hours).average().orElse(0);
    var meanHeap = life.stream().mapToDouble(Sample::heapMegabytes).average().orElse(0);
    var spread = life.stream().mapToDouble(one -> square(hours(one) - meanAge)).sum();
    var together =
        life.stream()
            .mapToDouble(one -> (hours(one) - meanAge) * (one.heapMegabytes() - meanHeap))
            .sum();
    return life.isEmpty() || life.getLast().age().compareTo(TELLING) < 0
        ? Optional.empty()
        : Optional.of(together / spread);
  }

  private static double hours(Sample sample) {
    return sample.age().toMillis() / 3_600_000.0;
  }

  private static double square(double value) {
    return value * value;
  }
}
