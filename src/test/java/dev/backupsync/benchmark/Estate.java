package dev.backupsync.benchmark;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Many connections in many namespaces, whose syncs share one schedule, in the memory of a small
 * container: whether every slot is served in time, nothing is lost, and the memory suffices.
 */
final class Estate implements AutoCloseable {
  private static final Duration WITHIN = Duration.ofMinutes(2);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final Duration POLL = Duration.ofSeconds(15); // what spec leaves out
  private static final int CONTAINER_MIB = 512;

  private final Scene scene = new Scene();
  private final EstateObjects objects;
  private final VendorProcess vendors;
  private final Duration patience;
  private final Consumer<String> out;
  private double cpuSeconds;
  private double peakMib;

  Estate(int syncs, Duration session, Duration patience, Consumer<String> out)
      throws InterruptedException {
    this.objects = new EstateObjects(scene, syncs);
    this.patience = patience;
    this.out = out;
    this.vendors =
        new VendorProcess(
            new Vendors.Plan(objects.servers(), session.toMillis(), POLL.toMillis(), true, 0));
    objects.create(vendors.address());
    out.accept(
        "%,d connections in %,d namespaces, %,d syncs"
            .formatted(objects.connections(), objects.namespaces(), objects.targets().size()));
  }

  /**
   * Lets all syncs run once, as new ones do, and then for so many slots of one schedule.
   *
   * @return whether all went well
   */
  boolean run(int slots, List<String> jvm, Path jar) throws InterruptedException {
    var bounded =
        Stream.concat(jvm.stream(), Stream.of("-XX:MaxRAM=" + CONTAINER_MIB + "m")).toList();
    try (var entrant = new Entrant(Contestant.operator(bounded, jar), scene.kubeconfig())) {
      say("start -> ready, s: %.1f", entrant.awaitReady());
      await(entrant, () -> scene.succeeded().size() >= objects.targets().size());
      say("start -> all ran once, s: %.1f", entrant.secondsSinceStart());
      var due = schedule(slots);
      var over = Instant.ofEpochMilli(due.getLast()).plus(WITHIN);
      await(entrant, over, () -> false);
      var starts = vendors.report().starts();
      await(entrant, () -> lost() == 0);
      var judged = Slots.judge(due, WITHIN, objects.targets(), starts);
      return tell(judged, lost(), entrant.log().contains("OutOfMemoryError"));
    }
  }

  /** Until it is so, or patience or the process has come to an end. */
  private void await(Entrant entrant, BooleanSupplier wanted) throws InterruptedException {
    await(entrant, Instant.now().plus(patience), wanted);
  }

  private void await(Entrant entrant, Instant end, BooleanSupplier wanted)
      throws InterruptedException {
    while (entrant.child().isAlive() && Instant.now().isBefore(end) && !wanted.getAsBoolean()) {
      cpuSeconds = entrant.child().cpuSeconds();
      peakMib = entrant.child().peakMib();
      Thread.sleep(LOOK_AGAIN);
    }
  }

  /** Gives all syncs the same schedule, every two minutes; tells the slots in milliseconds. */
  private List<Long> schedule(int slots) throws InterruptedException {
    var ahead = Duration.ofSeconds(30).plusMillis(40L * objects.targets().size()); // to write it
    var first = Instant.now().plus(ahead).truncatedTo(ChronoUnit.MINUTES).plus(WITHIN);
    var due = IntStream.range(0, slots).mapToObj(i -> first.plus(WITHIN.multipliedBy(i))).toList();
    var minutes =
        due.stream()
            .map(slot -> Integer.toString(slot.atZone(ZoneOffset.UTC).getMinute()))
            .collect(Collectors.joining(","));
    objects.schedule(minutes + " * * * *");
    if (Instant.now().isAfter(first)) {
      throw new IllegalStateException(
          "The first slot came before all syncs had their schedule: the machine is too busy");
    }
    return due.stream().map(Instant::toEpochMilli).toList();
  }

  /** Runs that began at a vendor and of which no history tells that they succeeded. */
  private int lost() {
    return Slots.lost(vendors.report().starts(), objects.succeededRuns());
  }

  private boolean tell(Slots slots, int lost, boolean outOfMemory) {
    say("slots served within two minutes: %d", slots.waits().size());
    say("slots missed: %d", slots.missed());
    say("starts too many: %d", slots.repeated());
    say("slot -> start, median, s: %.1f", slots.spread().median());
    say("slot -> start, p99, s: %.1f", slots.spread().p99());
    say("slot -> start, slowest, s: %.1f", slots.slowestSeconds());
    say("runs lost: %d", lost);
    say("memory, peak, MiB: %.0f", peakMib);
    say("CPU, s: %.1f", cpuSeconds);
    say("OutOfMemoryError: %s", outOfMemory ? "yes" : "no");
    return slots.missed() == 0
        && slots.repeated() == 0
        && lost == 0
        && !outOfMemory
        && peakMib <= CONTAINER_MIB;
  }

  private void say(String format, Object value) {
    out.accept(String.format(Locale.ROOT, format, value));
  }

  @Override
  public void close() {
    scene.close();
    vendors.close();
  }
}
